"""The form of the component gallery: one field of each kind, empty or with errors."""

from __future__ import annotations

from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    FileField,
    Form,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired

from portal.core.forms import CheckboxListField, choices

KINDS = choices(
    [
        ("household", "生活垃圾 Household"),
        ("construction", "建筑垃圾 Construction"),
        ("bulky", "大件垃圾 Bulky"),
        ("garden", "园林垃圾 Garden"),
        ("electronic", "电器 Electronic"),
        ("hazardous", "有害垃圾 Hazardous"),
        ("unknown", "说不清 Not sure"),
    ]
)


class GalleryForm(Form):
    """Labels are bilingual on purpose: the gallery shows both scripts at once."""

    name = StringField("单位名称 Name", [InputRequired("请填写单位名称。")], description="与公章一致。")
    kind = RadioField("垃圾种类 Kind of waste", [InputRequired("请选择一种垃圾。")], choices=KINDS)
    way = RadioField(
        "怎么告诉您结果 How to tell you",
        default="none",
        choices=choices(
            [
                ("none", "不用告诉 Not at all"),
                ("sms", "短信 Text message"),
                ("mail", "邮件 E-mail"),
            ]
        ),
    )
    parts = CheckboxListField(
        "已经做到的 Already done",
        choices=choices(
            [
                ("bins", "四分类桶 Four bins"),
                ("shop", "旧物交换 Swap shelf"),
                ("plan", "减废计划 Plan"),
            ]
        ),
    )
    street = SelectField(
        "街道 Street",
        default="",
        choices=choices(
            [
                ("", "请选择 Choose"),
                ("1", "鼓楼街道 Gulou"),
                ("2", "南桥街道 Nanqiao"),
            ]
        ),
    )
    share = DecimalField("回收率 Recovery rate", [InputRequired("请填写一个数。")])
    day = DateField("巡查日期 Date of visit")
    note = TextAreaField("补充说明 Note")
    photo = FileField("现场照片 Photo")
    pledge = BooleanField("我承诺以上内容属实 I confirm that this is true", [InputRequired("请先勾选承诺。")])


def gallery_forms() -> tuple[GalleryForm, GalleryForm]:
    """An empty form and one refused."""
    refused = GalleryForm(formdata=None, data={"note": "桥下有三袋装修垃圾，已经两天了。"}, prefix="bad")
    refused.validate()
    return GalleryForm(), refused
