"""The shells around the screens, in the terminal's own colours: light stays light, and dark dark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.tui.asking import AskingScreen
from qualcode.tui.coding import CodingScreen
from qualcode.tui.keyboard import KeysInTurn

if TYPE_CHECKING:
    from qualcode.tui.desk import Desk
    from qualcode.tui.questions import Workflow


class Shell(KeysInTurn):
    """What the shells share: colours, dialogs, and an end without participants' words on the terminal."""

    ENABLE_COMMAND_PALETTE = False
    CSS = """
    Screen { background: ansi_default; color: ansi_default; }
    Screen, Screen * {
        scrollbar-background: ansi_default; scrollbar-background-hover: ansi_default;
        scrollbar-background-active: ansi_default;
    }
    Input > .input--cursor { background: ansi_default; color: ansi_default; text-style: reverse; }
    TextArea > .text-area--cursor { background: ansi_default; color: ansi_default; text-style: reverse; }
    #status { height: 1; text-style: reverse; }
    ModalScreen { background: transparent; align: left bottom; }
    #dialog { width: 100%; height: 12; border: round ansi_default; padding: 0 1; }
    #dialog.memo { height: 10; }
    #dialog Input { width: 100%; }
    #dialog MemoArea { height: 1fr; }
    #choices { height: 7; }
    #dialog.line { height: auto; }
    #about { height: auto; max-height: 2; }
    #reading { width: 100%; height: 100%; border: round ansi_default; padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.theme = "ansi-dark"

    @property
    def failure(self) -> Exception | None:
        """What went wrong inside, if anything did; whoever ran the app is to raise it."""
        return self._exception

    def _fatal_error(self) -> None:
        """End without Textual's traceback, which would show what participants said."""
        self.bell()
        self._close_messages_no_wait()


class CodingApp(Shell):
    """The coding screen of one desk."""

    CSS = (
        Shell.CSS
        + """
    #codebook { width: 34; border-left: vkey ansi_bright_black; padding: 0 0 0 1; border-title-align: left; }
    #codebook.narrow { width: 28; }
    #definition { height: auto; max-height: 45%; border-top: solid ansi_bright_black; }
    #text { width: 1fr; height: 1fr; }
    #hint { height: 1; text-style: italic; }
    #info { height: 1; }
    """
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.coding = CodingScreen(desk)

    def on_mount(self) -> None:
        """Open the coding screen."""
        self.push_screen(self.coding)


class AskingApp(Shell):
    """The screen that puts the questions of a workflow."""

    CSS = (
        Shell.CSS
        + """
    #asked { height: auto; max-height: 2; text-style: bold; }
    #excerpt { height: 1fr; min-height: 2; }
    #matter { height: auto; border-top: solid ansi_bright_black; }
    #said { height: auto; max-height: 2; text-style: italic; }
    #keys { height: auto; max-height: 4; }
    """
    )

    def __init__(self, flow: Workflow) -> None:
        super().__init__()
        self.asking = AskingScreen(flow)

    def on_mount(self) -> None:
        """Open the screen."""
        self.push_screen(self.asking)
