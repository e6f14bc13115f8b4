"""Custom components: `st.components.v2.component` and `st.components.v1.declare_component`.

A component of a terminal is a Textual widget class, or a function that draws with Rich.
"""

from sttui.components import v1 as v1
from sttui.components import v2 as v2
from sttui.components.entry import installed as installed
from sttui.components.instance import Instance as Instance
from sttui.components.instance import Theme as Theme
from sttui.elements.component import ComponentResult as ComponentResult
