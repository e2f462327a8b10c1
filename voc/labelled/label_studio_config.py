"""The labelling interface of a Label Studio project, as the XML that its settings take."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from voc.labels import labels
from voc.taxonomy import Taxonomy

# Without it, Label Studio trims spaces and the offsets shift.
_STYLE = ".htx-text{white-space:pre-wrap}"
_COLOURS = {"pain": "#d55e00", "need": "#0072b2", "praise": "#009e73"}  # as in voc's own pages
_OF_VOICE = {"voice_type": "类型", "sentiment": "情感", "emotion": "情绪", "urgency": "紧急程度"}


def label_studio_config(taxonomy: Taxonomy) -> str:
    """The interface for records: spans of pain, need and praise, each with category and severity.

    The names shown are Chinese; what is stored are ids.

    Examples
    --------
    >>> config = label_studio_config(Taxonomy.load())
    >>> '<Choice value="配送时效" alias="delivery.speed"' in config
    True
    """
    view = _view()
    kinds = SubElement(view, "Labels", name="kind", toName="text")
    for kind in labels("kind"):
        SubElement(kinds, "Label", value=kind.zh, alias=kind.id, background=_COLOURS[kind.id])
    _text(view)
    _categories(view, taxonomy)
    _choices(view, "severity", "严重度", "severity", perRegion="true")
    for name, title in _OF_VOICE.items():
        _choices(view, name, title, name)
    _choices(view, "flags", "标记", "flag", choice="multiple")
    return _xml(view)


def choices_config(classes: Iterable[str], *, several: bool = False) -> str:
    """The interface for labels of whole texts.

    Parameters
    ----------
    classes : iterable of str
    several : bool
        Whether a text may have more than one.

    Examples
    --------
    >>> print(choices_config(["物流", "服务"]))
    <View>
      <Style>.htx-text{white-space:pre-wrap}</Style>
      <Text name="text" value="$text" />
      <Choices name="labels" toName="text" choice="single">
        <Choice value="物流" />
        <Choice value="服务" />
      </Choices>
    </View>
    """
    view = _view()
    _text(view)
    choice = "multiple" if several else "single"
    choices = SubElement(view, "Choices", name="labels", toName="text", choice=choice)
    for name in classes:
        SubElement(choices, "Choice", value=name)
    return _xml(view)


def _view() -> Element:
    view = Element("View")
    SubElement(view, "Style").text = _STYLE
    return view


def _text(view: Element) -> None:
    SubElement(view, "Text", name="text", value="$text")


def _categories(view: Element, taxonomy: Taxonomy) -> None:
    tree = SubElement(view, "Taxonomy", name="category", toName="text", perRegion="true")
    for home in taxonomy.categories:
        branch = SubElement(tree, "Choice", value=home.zh, alias=home.id)
        for leaf in home.leaves:
            SubElement(branch, "Choice", value=leaf.zh, alias=leaf.id, hint=leaf.definition)


def _choices(view: Element, name: str, title: str, set_name: str, **more: str) -> None:
    SubElement(view, "Header", value=title)
    choices = SubElement(view, "Choices", {"name": name, "toName": "text", **more})
    for label in labels(set_name):
        SubElement(choices, "Choice", value=label.zh, alias=label.id)


def _xml(view: Element) -> str:
    indent(view)
    return tostring(view, encoding="unicode")
