"""What LaTeX commands look like in Unicode; only tables."""

from __future__ import annotations

__all__ = ["ACCENTS", "ALPHABETS", "FUNCTIONS", "SUBSCRIPTS", "SUPERSCRIPTS", "SYMBOLS", "VULGAR"]


def _pairs(kind: str, table: str) -> dict[str, tuple[str, str]]:
    words = table.split()
    names, shown = words[::2], words[1::2]
    return {name: (text, kind) for name, text in zip(names, shown, strict=True)}


# A command's character and its class in TeX: ord, bin, rel, open, close, punct, big (takes limits),
# int (an integral), op (a named function).
SYMBOLS: dict[str, tuple[str, str]] = {
    **_pairs(
        "ord",
        """
        alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ
        iota ι kappa κ varkappa ϰ lambda λ mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ
        sigma σ varsigma ς tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω digamma ϝ
        Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω
        Alpha Α Beta Β Epsilon Ε Zeta Ζ Eta Η Iota Ι Kappa Κ Mu Μ Nu Ν Omicron Ο Rho Ρ Tau Τ Chi Χ
        infty ∞ partial ∂ nabla ∇ hbar ℏ hslash ℏ ell ℓ Re ℜ Im ℑ wp ℘ aleph ℵ beth ℶ gimel ℷ
        emptyset ∅ varnothing ∅ forall ∀ exists ∃ nexists ∄ neg ¬ lnot ¬ top ⊤ bot ⊥ angle ∠
        measuredangle ∡ triangle △ square □ Box □ blacksquare ■ diamondsuit ♢ heartsuit ♡
        clubsuit ♣ spadesuit ♠ flat ♭ natural ♮ sharp ♯ degree ° prime ′ backprime ‵ imath ı
        jmath ȷ complement ∁ eth ð mho ℧ bigstar ★ lozenge ◊ S § P ¶ copyright © pounds £ euro €
        dots … ldots … dotsc … dotso … cdots ⋯ dotsb ⋯ dotsm ⋯ dotsi ⋯ vdots ⋮ ddots ⋱ surd √
        checkmark ✓ maltese ✠ circledR ® yen ¥ infin ∞ R ℝ N ℕ Z ℤ C ℂ Q ℚ lbrace { rbrace }
        backslash \\ % % $ $ # # & & _ _ vert | Vert ‖ AA Å aa å ss ß ae æ oe œ o ø O Ø
        """,
    ),
    **_pairs(
        "bin",
        """
        pm ± mp ∓ times × div ÷ cdot · cdotp · ast ∗ star ⋆ circ ∘ bullet • cap ∩ cup ∪ uplus ⊎
        sqcap ⊓ sqcup ⊔ vee ∨ lor ∨ wedge ∧ land ∧ setminus ∖ smallsetminus ∖ wr ≀ oplus ⊕
        ominus ⊖ otimes ⊗ oslash ⊘ odot ⊙ dagger † ddagger ‡ amalg ⨿ ltimes ⋉ rtimes ⋊
        bigtriangleup △ bigtriangledown ▽ triangleleft ◁ triangleright ▷ barwedge ⊼ veebar ⊻
        boxplus ⊞ boxminus ⊟ boxtimes ⊠ boxdot ⊡ intercal ⊺ divideontimes ⋇ bmod mod
        """,
    ),
    **_pairs(
        "rel",
        """
        leq ≤ le ≤ leqslant ⩽ geq ≥ ge ≥ geqslant ⩾ neq ≠ ne ≠ equiv ≡ approx ≈ approxeq ≊ cong ≅
        sim ∼ simeq ≃ propto ∝ varpropto ∝ ll ≪ lll ⋘ gg ≫ ggg ⋙ prec ≺ succ ≻ preceq ⪯ succeq ⪰
        subset ⊂ supset ⊃ subseteq ⊆ supseteq ⊇ subsetneq ⊊ supsetneq ⊋ sqsubset ⊏ sqsupset ⊐
        sqsubseteq ⊑ sqsupseteq ⊒ in ∈ ni ∋ owns ∋ notin ∉ mid ∣ nmid ∤ parallel ∥ nparallel ∦
        perp ⊥ vdash ⊢ dashv ⊣ models ⊨ vDash ⊨ Vdash ⊩ asymp ≍ doteq ≐ bowtie ⋈ smile ⌣ frown ⌢
        therefore ∴ because ∵ lt < gt > colon : triangleq ≜ coloneqq ≔ eqqcolon ≕ lesssim ≲
        gtrsim ≳ lessgtr ≶ nless ≮ ngtr ≯ nleq ≰ ngeq ≱ nsim ≁ ncong ≇ nsubseteq ⊈ nsupseteq ⊉
        to → rightarrow → leftarrow ← gets ← leftrightarrow ↔ Rightarrow ⇒ Leftarrow ⇐
        Leftrightarrow ⇔ implies ⟹ impliedby ⟸ iff ⟺ longrightarrow ⟶ longleftarrow ⟵
        longleftrightarrow ⟷ Longrightarrow ⟹ Longleftarrow ⟸ Longleftrightarrow ⟺ mapsto ↦
        longmapsto ⟼ uparrow ↑ downarrow ↓ updownarrow ↕ Uparrow ⇑ Downarrow ⇓ nearrow ↗ searrow ↘
        swarrow ↙ nwarrow ↖ hookrightarrow ↪ hookleftarrow ↩ rightharpoonup ⇀ rightharpoondown ⇁
        leftharpoonup ↼ leftharpoondown ↽ rightleftharpoons ⇌ leftrightharpoons ⇋ leadsto ⇝
        rightsquigarrow ⇝ twoheadrightarrow ↠ rightarrowtail ↣ circlearrowright ↻
        circlearrowleft ↺ upharpoonright ↾ restriction ↾ rightrightarrows ⇉ leftrightarrows ⇆
        """,
    ),
    **_pairs("open", "langle ⟨ lfloor ⌊ lceil ⌈ lbrack [ lgroup ⟮ lvert | lVert ‖ { {"),
    **_pairs("close", "rangle ⟩ rfloor ⌋ rceil ⌉ rbrack ] rgroup ⟯ rvert | rVert ‖ } }"),
    **_pairs(
        "big",
        """
        sum ∑ prod ∏ coprod ∐ bigcup ⋃ bigcap ⋂ bigvee ⋁ bigwedge ⋀ bigoplus ⨁ bigotimes ⨂
        bigodot ⨀ biguplus ⨄ bigsqcup ⨆
        """,
    ),
    **_pairs("int", "int ∫ iint ∬ iiint ∭ oint ∮ oiint ∯ oiiint ∰"),
    "|": ("‖", "ord"),
}

# Named functions, and those that take their limits below.
_PLAIN = """
    arccos arcsin arctan arg cos cosh cot coth csc deg dim exp hom ker lg ln log sec sin sinh tan
    tanh sgn rank tr erf Var Cov
"""
_LIMITS = "lim max min sup inf det gcd limsup liminf Pr argmax argmin"
FUNCTIONS = dict.fromkeys(_PLAIN.split(), "op") | dict.fromkeys(_LIMITS.split(), "big")

ACCENTS = {
    "hat": "\u0302",
    "widehat": "\u0302",
    "check": "\u030c",
    "tilde": "\u0303",
    "widetilde": "\u0303",
    "acute": "\u0301",
    "grave": "\u0300",
    "dot": "\u0307",
    "ddot": "\u0308",
    "dddot": "\u20db",
    "breve": "\u0306",
    "bar": "\u0304",
    "vec": "\u20d7",
    "overrightarrow": "\u20d7",
    "mathring": "\u030a",
    "overline": "\u0305",
    "underline": "\u0332",
    "underbar": "\u0332",
    "cancel": "\u0338",
    "not": "\u0338",
}

SUPERSCRIPTS = dict(
    zip(
        "0123456789+-−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWαβγδεθιφχ∘′∗*⊤",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵅᵝᵞᵟᵋᶿᶥᵠᵡ°′**ᵀ",
        strict=True,
    )
)

SUBSCRIPTS = dict(
    zip(
        "0123456789+-−=()aehijklmnoprstuvxβγρφχ,",
        "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ‚",
        strict=True,
    )
)

VULGAR = {
    ("1", "2"): "½",
    ("1", "3"): "⅓",
    ("2", "3"): "⅔",
    ("1", "4"): "¼",
    ("3", "4"): "¾",
    ("1", "5"): "⅕",
    ("1", "6"): "⅙",
    ("1", "8"): "⅛",
}

_LOWER, _UPPER = "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _alphabet(upper: int, lower: int, digits: int = 0, **holes: str) -> dict[str, str]:
    table = {letter: chr(upper + index) for index, letter in enumerate(_UPPER)}
    table |= {letter: chr(lower + index) for index, letter in enumerate(_LOWER)}
    if digits:
        table |= {str(index): chr(digits + index) for index in range(10)}
    return table | holes


_SCRIPT = _alphabet(
    0x1D49C, 0x1D4B6, B="ℬ", E="ℰ", F="ℱ", H="ℋ", I="ℐ", L="ℒ", M="ℳ", R="ℛ", e="ℯ", g="ℊ", o="ℴ"
)
_BLACKBOARD = _alphabet(0x1D538, 0x1D552, 0x1D7D8, C="ℂ", H="ℍ", N="ℕ", P="ℙ", Q="ℚ", R="ℝ", Z="ℤ")
_FRAKTUR = _alphabet(0x1D504, 0x1D51E, C="ℭ", H="ℌ", I="ℑ", R="ℜ", Z="ℨ")
_BOLD = _alphabet(0x1D400, 0x1D41A, 0x1D7CE)

ALPHABETS = {
    "mathbb": _BLACKBOARD,
    "mathcal": _SCRIPT,
    "mathscr": _SCRIPT,
    "mathfrak": _FRAKTUR,
    "mathbf": _BOLD,
    "boldsymbol": _BOLD,
    "bm": _BOLD,
    "textbf": _BOLD,
}
