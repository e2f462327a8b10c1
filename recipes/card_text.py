"""The words of the model cards; ``recipes.card`` fills the figures in."""

from __future__ import annotations

HEADS = {
    "linear": """\
voc 的默认模型：把中文客户声音变成带原话的痛点、需求、表扬记录。引擎 `linear`：哈希字符 n-gram
（{ngrams} 个，2^{bits} 个桶）→ {heads} 个线性头 → 上下文小网络；只需 numpy 与 scipy，不联网，不执行任何外来代码。

voc's default model: Chinese customer voices into pain / need / praise records with quotes. Engine
`linear`: hashed character n-grams, linear heads, a small context network; numpy and scipy only.""",
    "encoder": """\
voc 的高精度模型：把中文客户声音变成带原话的痛点、需求、表扬记录。引擎 `encoder`：编码器把整条声音读一遍（一次最多
{window} 个词元），每个小句由它的词元状态汇聚而成，两个小网络给出全部标签。先装 `pip install 'voc[encoder]'`
（onnxruntime 与 tokenizers，不需要 torch）；不联网。

voc's most accurate model: Chinese customer voices into pain / need / praise records with quotes. Engine
`encoder`: an encoder reads the whole voice once (up to {window} tokens at a time), each clause is pooled
from the states of its tokens, and two small networks give all tags. It needs
`pip install 'voc[encoder]'` (onnxruntime and tokenizers, no torch), and no network.

## 编码器 · The encoder

起点是 `intfloat/multilingual-e5-small`（MIT；取自它的一份 4 比特副本），词表裁到中文，12 层，宽 384。
先在公开语料上继续训练（猜被遮住的词，同时学语料自带的标签；recipes/pretrain_encoder.py），再在下面的标注上训练全部参数。
矩阵以 int8 字节存在 ONNX 图里，载入时展开成浮点数。

It started as `intfloat/multilingual-e5-small` (MIT; from a 4-bit copy of it), its vocabulary cut to Chinese,
12 layers, width 384. It was trained further on public corpora (guessing masked words, and the corpora's own
labels; recipes/pretrain_encoder.py), then as a whole on the annotations below. Its matrices are stored as
int8 bytes in an ONNX graph and unpacked to floats when it is loaded.""",
}

BESIDE = """

同一目录下的模型 `{model}`（weights.npz 的 sha256 `{weights:.16}`）同时读每条声音，两者的概率取加权平均，它占 {share}；
两种读法错在不同的地方。The model `{model}` in the next folder (sha256 of its weights.npz `{weights:.16}`) reads each
voice as well; the probabilities of both are averaged, with a weight of {share} for it: they err in
different places."""

TEACHER = """\
- 从 `{name}`（sha256 `{sum}`）蒸馏：它给公开语料里 {texts} 条既没有标注、也不用于评测的文本打了标签，模型在标注之外还学它的概率。
  Distilled from `{name}` (sha256 `{sum}`): it tagged {texts} texts of the public corpora that are neither
  annotated nor evaluated on, and the model learns its probabilities beside the annotations.
"""

AUTO = """\
## 模型 auto · The model auto

`voc.load("auto")` 先用 default 读；最弱的置信度低于 {threshold} 的声音再交给这个模型。阈值是在训练留出的 {held_out} 条声音上选的：
得到 record_leaf 九成提升的最小份额。每张表的首行是 default 单独的指标，末行是这个模型单独的指标。
`voc.load("auto")` reads with default first; voices whose weakest confidence is below {threshold} go to this model. The
threshold was chosen on the {held_out} voices held out of training: the smallest share with nine tenths of the gain in
record_leaf. Each table begins with default alone and ends with this model alone.

{curves}

"""

TEMPLATE = """# {name} {version}

{head}

## 训练数据 · Training data

- {silver} 条取自公开语料、按标注指南标注的客户声音（silver.jsonl，sha256 `{silver_sum}`）。**标注由大语言模型完成，没有人工检查过。**
  {silver} voices of public corpora annotated by the label guide. **The annotators were large language
  models; no person has checked the labels.**
- {practice} 条为训练而写的声音（corpora/practice，写作和标注都由大语言模型完成）。
  {practice} voices written for training (corpora/practice; written and annotated by a large language
  model).
- 以上声音中有 {held_out} 条不参与训练，只用来定阈值和校准置信度。
  {held_out} of these voices were kept out of training, to set thresholds and calibrate confidences.
{teacher}- 公开语料自带的标签只作辅助，文本不在本项目中 · The labels of public corpora only help; none of their
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

{figures}

括号内是 95 % 区间，由对声音的有放回抽样得出；不包括别类声音上的差别和标注本身的错误。
In brackets: 95 % bootstrap intervals over the voices. They say nothing about voices of another kind,
nor about mistakes in the annotations.

按大类 · By top category, F1 (n 为标注数 · n in the reference):

{categories}

挑战集 · Challenge corpus (share of items with everything right):

{challenge}

极性（分数正负号的准确率）· Polarity, accuracy of the sign of the score:

{polarity}

{peer_notes}训练文本已按字母数字去重，排除了这些评测文本 · texts of these splits were kept out of training.

## 置信度 · Confidence

gold-dev: ECE of records {record_ece}, of voice types {type_ece}; {backed_off} of {records} records
backed off to a top category.

每一档置信度里答对的比例 · Share that is right at each step of confidence:

{reliability}

只保留最有把握的一部分时，答对的比例 · Share that is right if only the surest are kept:

{coverage}

{auto}## 局限 · Limits

- 反讽、方言、长信中的隐含诉求容易出错；稀有方面样本少。Sarcasm, dialect, implied points in long
  letters and rare aspects are its weak sides.
- 触点由词表与方面的默认值给出，未经评测。Touchpoints come from word lists and the aspect's default
  and have not been evaluated.
- 只读简体与繁体中文（夹英文可以）。Chinese only; some English in between is fine.
- 不要用于对个人作决定。Do not use it to decide about a person.

重做 · To make it again: `python -m {recipe} --help`
"""

ORIGINS = {
    "polarity": "ChnSentiCorp, waimai_10k, online_shopping_10_cats, weibo2018, CCF BDCI 2021, Meituan（均未声明 · none stated）",
    "emotion": "SMP2020-EWECT（未声明 · none）",
    "weibo_emotion": "NLPCC 2014（未声明 · none）",
    "car_topic": "CCF BDCI 2018（未声明 · none）",
    "makeup": "之江杯 2019（未声明 · none）",
    "hotline": "泰迪杯 2020 C（未声明 · none）",
    "domain": "以上各语料与 ABSADatasets (MIT)、DiaASQ (MIT)、领导留言板（未声明 · none）",
}

PRETRAINING = (
    "| 预训练 · pretraining | — | ChnSentiCorp, waimai_10k, online_shopping_10_cats, weibo2018, CCF BDCI 2018 / 2021, "
    "Meituan, SMP2020-EWECT, NLPCC 2014, 之江杯 2019, 泰迪杯 2020 C, 领导留言板（均未声明 · none stated）; "
    "ABSADatasets, DiaASQ, COTE-BD (MIT); ASAP (Apache-2.0); AI Challenger 2018（仅限研究 · research only） |"
)
