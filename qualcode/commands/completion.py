"""Completion in bash that holds for names with spaces and for lines with an address."""

from __future__ import annotations

from importlib import import_module
from typing import Final

BASH: Final = """
%(complete_func)s() {
    # Typer's own function leaves spaces bare, and bash divides P5:42 into three words.
    local IFS=$'\\n' piece whole= at=0 words=()
    for piece in "${!COMP_WORDS[@]}"; do
        if [[ ${COMP_WORDS[piece]} == : || $whole == *: ]] && (( ${#words[@]} )); then
            words[${#words[@]}-1]+=${COMP_WORDS[piece]}
        else
            words+=("${COMP_WORDS[piece]}")
        fi
        whole=${COMP_WORDS[piece]}
        (( piece == COMP_CWORD )) && at=$(( ${#words[@]} - 1 ))
    done
    COMPREPLY=( $( env COMP_WORDS="${words[*]}" COMP_CWORD=$at \\
                   %(autocomplete_var)s=complete_bash $1 ) )
    if (( ${#COMPREPLY[@]} )) && [[ ${COMP_WORDS[COMP_CWORD]} != [\\"\\']* ]]; then
        COMPREPLY=( $( printf '%%q\\n' "${COMPREPLY[@]}" ) )
    fi
    return 0
}

complete -o default -F %(complete_func)s %(prog_name)s
"""
"""What `--install-completion` writes for bash; zsh and fish quote names by themselves."""


def prepare() -> None:
    """Have Typer install this function instead of its own."""
    scripts = vars(import_module("typer._completion_shared")).get("_completion_scripts", {})
    scripts["bash"] = BASH
