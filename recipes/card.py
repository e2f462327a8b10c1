"""Write the model card from the configuration and the measured figures: nothing is typed by hand."""

from __future__ import annotations

from typing import Any

_FIGURES = (
    ("record_leaf", "记录：类型与细分方面 · kind and leaf, micro-F1"),
    ("record_top", "记录：类型与大类 · kind and top category, micro-F1"),
    ("pain_leaf", "痛点的细分方面 · leaf of pains, micro-F1"),
    ("need", "有无需求 · voice holds a need, F1"),
    ("span", "原话覆盖 · characters of quotes, micro-F1"),
    ("severity", "严重度 · severity, weighted kappa"),
    ("stage", "旅程阶段 · stage, accuracy"),
    ("voice_type", "声音类型 · voice type, macro-F1"),
    ("sentiment", "情感 · sentiment, macro-F1"),
    ("urgency", "紧急度 · urgency, weighted kappa"),
    ("emotion", "情绪 · emotion, macro-F1"),
    ("flags", "信号 · flags, micro-F1"),
)

_TEMPLATE = """# {name} {version}

voc 的默认模型：把中文客户声音变成带原话的痛点、需求、表扬记录。引擎 `{engine}`：哈希字符 n-gram
（{known} 个，2^{bits} 个桶）→ {heads} 个线性头 → 上下文小网络；只需 numpy 与 scipy，不联网，不执行任何外来代码。

voc's default model: Chinese customer voices into pain / need / praise records with quotes. Engine
`{engine}`: hashed character n-grams, linear heads, a small context network; numpy and scipy only.

## 训练数据 · Training data

- {silver} 条取自公开语料、按标注指南标注的客户声音（silver.jsonl，sha256 `{silver_sum}`）。**标注由大语言模型完成，没有人工检查过。**
  {silver} voices of public corpora annotated by the label guide. **The annotators were large language
  models; no person has checked the labels.**
- {practice} 条为训练而写的声音（corpora/practice，写作和标注都由大语言模型完成）。
  {practice} voices written for training (corpora/practice; written and annotated by a large language
  model).
- 公开语料只作辅助特征，文本不在本项目中 · Public corpora, as auxiliary features only; none of their
  texts is in this project:

| 任务 · task | 文本数 · texts | 来源（许可）· origin (licence) |
|---|---|---|
{auxiliary}

## 效果 · Quality

gold-dev：{gold} 条，两遍独立标注加裁决，标注者同为大语言模型，因此与人的一致性未知。从未用于训练。
gold-dev: {gold} voices, two independent passes and a third that decided, all by language models, so
agreement with people is unknown. demo: 本项目自写的 560 条，标注一遍，写作者与 corpora/practice 同类 ·
560 voices written for this project by the same kind of writer as corpora/practice, annotated once.
Neither was trained on.

| | gold-dev | demo |
|---|---|---|
{figures}

挑战集 · Challenge corpus (share of items with everything right):

| {challenge_head} |
|{challenge_rule}|
| {challenge_row} |

极性（分数正负号的准确率）· Polarity, accuracy of the sign of the score:

| | {name} | SnowNLP |
|---|---|---|
{polarity}

训练文本已按字母数字去重，排除了这些评测文本 · texts of these splits were kept out of training.

置信度 · Confidence on gold-dev: ECE of records {record_ece}, of voice types {type_ece};
{backed_off} of {records} records backed off to a top category.

## 局限 · Limits

- 反讽、方言、长信中的隐含诉求容易出错；稀有方面样本少。Sarcasm, dialect, implied points in long
  letters and rare aspects are its weak sides.
- 触点由词表与方面的默认值给出，未经评测。Touchpoints come from word lists and the aspect's default
  and have not been evaluated.
- 只读简体与繁体中文（夹英文可以）。Chinese only; some English in between is fine.
- 不要用于对个人作决定。Do not use it to decide about a person.

重做 · To make it again: `python -m {recipe} --help`
"""

_ORIGINS = {
    "polarity": "ChnSentiCorp, waimai_10k, online_shopping_10_cats, weibo2018, CCF BDCI 2021, Meituan（均未声明 · none stated）",
    "emotion": "SMP2020-EWECT（未声明 · none）",
    "weibo_emotion": "NLPCC 2014（未声明 · none）",
    "car_topic": "CCF BDCI 2018（未声明 · none）",
    "makeup": "之江杯 2019（未声明 · none）",
    "hotline": "泰迪杯 2020 C（未声明 · none）",
    "domain": "以上各语料与 ABSADatasets (MIT)、DiaASQ (MIT)、领导留言板（未声明 · none）",
}


def model_card(config: dict[str, Any], evaluation: dict[str, Any]) -> str:
    """Fill the card in."""
    gold, demo = evaluation["gold_dev"], evaluation["demo"]
    training, confidence = config["training"], evaluation["confidence"]
    challenge = evaluation["challenge"]
    snownlp = evaluation["peers"]["snownlp"]["polarity_accuracy"]
    return _TEMPLATE.format(
        name=config["name"],
        version=config["version"],
        engine=config["engine"],
        known=training["ngrams"],
        heads=training["heads"],
        bits=config["engine_config"]["bits"],
        silver=training["voices"]["silver"],
        practice=training["voices"]["practice"],
        silver_sum=training["sha256"]["silver.jsonl"][:16],
        auxiliary="\n".join(
            f"| {task} | {n} | {_ORIGINS[task]} |" for task, n in training["auxiliary"].items()
        ),
        gold=gold["voices"],
        figures="\n".join(f"| {text} | {gold[k]:.3f} | {demo[k]:.3f} |" for k, text in _FIGURES),
        challenge_head=" | ".join(challenge),
        challenge_rule="---|" * (len(challenge) - 1) + "---",
        challenge_row=" | ".join(f"{share:.2f}" for share in challenge.values()),
        polarity="\n".join(
            f"| {k} | {v:.3f} | {snownlp[k]:.3f} |"
            for k, v in evaluation["polarity_accuracy"].items()
        ),
        record_ece=confidence["record_ece"],
        type_ece=confidence["voice_type_ece"],
        backed_off=confidence["backed_off"],
        records=confidence["records"],
        recipe=training["recipe"].removesuffix(".py").replace("/", "."),
    )
