"""Views in, HTML out: the Jinja environment, the policy that lets nothing but the page's own style and script run."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from framing.report import wording
from framing.resources import templates_folder


@cache
def environment() -> Environment:
    """Return the one environment of all pages: everything is escaped, an unknown name is an error."""
    env = Environment(
        loader=FileSystemLoader(templates_folder()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters["plural"] = wording.plural
    env.filters["number"] = wording.number
    env.filters["decimal"] = wording.decimal
    env.filters["day"] = wording.day
    env.filters["about"] = wording.about
    return env


def _hash(name: str) -> str:
    """Return a source expression of the policy for a file that a page includes between its tags."""
    text = environment().get_template(name).render()
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


def policy_for(styles: Sequence[str], scripts: Sequence[str] = (), *, images: bool = True) -> str:
    """Take the style sheets and scripts that a page includes, each between tags of its own; return its content security
    policy, which lets nothing else run or load. ``images`` allows pictures that stand in the page itself.
    """
    parts = ["default-src 'none'", f"style-src {' '.join(map(_hash, styles))}"]
    if scripts:
        parts.append(f"script-src {' '.join(map(_hash, scripts))}")
    if images:
        parts.append("img-src data:")
    return "; ".join([*parts, "base-uri 'none'", "form-action 'none'"])


@cache
def policy(also: tuple[str, ...] = ()) -> str:
    """Return the policy of a page made on ``base.html``; ``also`` are further style sheets and scripts in it."""
    return policy_for(
        ["style.css", *(name for name in also if name.endswith(".css"))],
        ["script.js", *(name for name in also if name.endswith(".js"))],
    )


def render(template: str, *, also: tuple[str, ...] = (), **values: Any) -> str:
    """Take a template's name, further style sheets and scripts that it includes, and its values; return the page."""
    return environment().get_template(template).render(policy=policy(also), **values)
