"""Words that are no proof that two essays are about one thing, though they may be rare: days, ends of addresses.

In languages of which the lists of stop words know little, common words, too.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..plain_text.values import language_of
from ..regex import regex
from .reading import is_han
from .rows import Numbers
from .unspaced import PARTICLES

# Ends of addresses, and Roman numbers but those that are names.
_ANYWHERE = frozenset("com org net edu gov www http https html htm php pdf ii iii iv vii viii ix xii xiii xiv".split())
_OF = {
    "en": """january february march april june july august september october november december jan feb apr jun jul aug
    sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday""",
    "pt": """janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro segunda terça
    quarta quinta sexta sábado domingo feira além disso alguém ninguém algo nada tudo todo toda todos todas hoje ontem
    amanhã dia dias ano anos vez vezes ainda sempre nunca apenas assim porém enquanto coisa coisas gente precisa preciso
    precisar pode podem fazer feito sobre então bem melhor outro outra outros outras cada""",
    "es": """enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre lunes martes
    miércoles jueves viernes sábado domingo además alguien nadie algo nada todo hoy ayer mañana día días año años vez
    veces siempre nunca aún así cosa cosas gente puede hacer entonces cada""",
    "fr": """janvier février avril juin juillet août septembre octobre novembre décembre lundi mardi mercredi
    jeudi vendredi samedi dimanche toujours déjà ainsi jamais rien hier demain jour jours année années fois chose choses
    gens chaque encore alors""",
    "de": """januar februar märz april mai juni juli august september oktober november dezember montag dienstag mittwoch
    donnerstag freitag samstag sonntag heute gestern morgen immer jedoch schon nie tag tage jahr jahre mal dinge leute
    jeder""",
    "zh": """我们 你们 他们 她们 它们 咱们 自己 大家 别人 如果 因为 所以 但是 可是 不过 而且 或者 虽然 即使 然后 后来
    之后 之前 以后 以前 以及 并且 可以 可能 能够 应该 必须 需要 没有 不是 就是 只是 不会 不能 不要 不用 不知 知道
    觉得 认为
    看到 看见 听到 想到 发现 告诉 开始 继续 一个 一些 一种 一样 一直 一下 一点 一般 一定 一起 一次 两个 几个 很多 许多
    非常 特别 比较 已经 正在 曾经 现在 今天 昨天 明天 今年 去年 时候 时间 当时 有时 有些 有人 有点 为什 其实 其他 其中
    只有 只要 只能 于是 甚至 似乎 好像 当然 的话 来说 事情 东西 地方 方面 情况 起来 出来 下来 过来 上去 回来 等等 关于
    对于 由于 根据 通过 以为 的确 问题 方法 不同 重要""",
    "ko": """나는 내가 나의 우리 우리는 우리가 그는 그가 그녀는 그것은 이것은 것이다 것은 것을 있다 있는 없다 없는 한다
    했다 하는 때문에 오늘 어제 내일 지금 항상 모두 아주 정말""",
    "ja": """今年 去年 来年 今日 昨日 明日 最近 自分 場合 必要 大切 実際 時間 以上 以下 以外 問題 気持 今回 前回 次回
    一番 一度 一緒 全部 全然 本当 普通 結構 最初 最後 途中 簡単 重要 方法 意味 理由 感じ 思う 言う 使う 見る 出来""",
}
# The words above in the other characters of Chinese.
_TRADITIONAL = str.maketrans(
    "们为过虽后并应该须没会觉认见听发现诉开继续个种样点两几许别较经时间当实于对与来说东况关据题还这吗让给从将却则无总么谁里边问头随连尽仅极难着",
    "們為過雖後並應該須沒會覺認見聽發現訴開繼續個種樣點兩幾許別較經時間當實於對與來說東況關據題還這嗎讓給從將卻則無總麼誰裡邊問頭隨連盡僅極難著",
)
# Characters of Chinese words that carry the sentence; those around them are no words.
_PARTICLES = PARTICLES | frozenset("们們么麼什怎哪很又吗嗎呢把被")
# A number and what it counts in Chinese and Japanese, or the month behind one.
_COUNT = regex(
    "[一二三四五六七八九十百千万数几幾两両][ヶヵか个個箇人名年月日天回次度番枚冊册匹本时時分秒週周倍歳岁种種]|[ヶヵ箇]月"
)


def prove_nothing(words: Sequence[str], phrases: Numbers, lang: str) -> NDArray[np.bool_]:
    """(words, then phrases) whether each proves nothing: numbers, what they count, one word twice, the words above.

    `phrases` are pairs of numbers of the words, which are casefolded and of a language by its code (`en`, `pt-BR`). A
    Chinese or Japanese word is a pair of characters, and a phrase two that overlap.
    """
    code = language_of(lang)
    common = _OF.get(code, _OF["en"])
    weak = _ANYWHERE.union(common.split(), common.translate(_TRADITIONAL).split() if code == "zh" else ())
    is_number = np.array(list(map(str.isdecimal, words)), bool)
    is_chinese = code == "zh"
    alone, within = np.array(list(map(weak.__contains__, words)), bool), np.zeros(len(words), bool)
    for i in np.flatnonzero([not word.isascii() for word in words]).tolist():
        alone[i], within[i] = _told(words[i], weak, is_chinese)
    alone |= is_number
    first, second = phrases.T
    in_phrases = within[first] | within[second] | (alone[first] & alone[second]) | is_number[first] | (first == second)
    return np.append(alone, in_phrases)


def _told(word: str, weak: frozenset[str], is_chinese: bool) -> tuple[bool, bool]:  # noqa: FBT001
    is_weak = word in weak or bool(_COUNT.fullmatch(word)) or (is_chinese and not _PARTICLES.isdisjoint(word))
    return is_weak, is_weak and is_han(word[0])
