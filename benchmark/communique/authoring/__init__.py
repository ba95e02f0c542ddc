"""The form that annotators write: quotes, not offsets. To the record and back."""

from communique.authoring.compiler import Compiled, compile_file, compile_text
from communique.authoring.form import edit_form
from communique.authoring.messages import AUTHORING_RULES

__all__ = ["AUTHORING_RULES", "Compiled", "compile_file", "compile_text", "edit_form"]
