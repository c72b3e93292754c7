"""Kinds of papers, their parts and symbols; the measures of a page."""

REPORT, INTERIM, FINAL, CLOSING, LEARNERS, RECOGNITION = (
    "report",
    "interim_review",
    "final_review",
    "class_closing",
    "learner_list",
    "recognition",
)
OF_PERIOD = (REPORT, INTERIM, FINAL)
REVIEWS = (INTERIM, FINAL)
OF_CLASS = (CLOSING, LEARNERS, RECOGNITION)
# where names stand in the paper: only for who sees everybody of the class
WITH_NAMES = (LEARNERS, RECOGNITION)
# what stands between number and body, and what the register is kept by
SYMBOLS = {REPORT: "BC", INTERIM: "BC", FINAL: "BC", CLOSING: "BC", LEARNERS: "DS", RECOGNITION: "QĐ"}
# papers are Vietnamese whatever the language of the screen
TITLES = {
    REPORT: "BÁO CÁO",
    INTERIM: "BÁO CÁO",
    FINAL: "BÁO CÁO",
    CLOSING: "BÁO CÁO",
    LEARNERS: "DANH SÁCH",
    RECOGNITION: "QUYẾT ĐỊNH",
}
FIGURES, RESULTS, LIMITS, CAUSES, SOLUTIONS = "figures", "results", "limits", "causes", "solutions"
# what a decision rests on, one line each
GROUNDS = "grounds"
# the line by which a decision decides; who decides may stand before it
ORDER = "QUYẾT ĐỊNH:"
# the same behind who decides: it is not broken over two lines
ORDER_JOINED = ORDER.replace(" ", "\u00a0")
SECTIONS = {
    REPORT: (FIGURES, RESULTS, LIMITS, CAUSES, SOLUTIONS),
    INTERIM: (FIGURES, RESULTS, LIMITS, CAUSES, SOLUTIONS),
    FINAL: (FIGURES, RESULTS, LIMITS, CAUSES, SOLUTIONS),
    CLOSING: (FIGURES, RESULTS, LIMITS, CAUSES, SOLUTIONS),
    LEARNERS: (FIGURES,),
    RECOGNITION: (GROUNDS, FIGURES),
}
PROGRAMMES, SENDERS, PLAN, QUESTION = "programmes", "senders", "plan", "question"
# the longest text of one section
LONGEST_TEXT = 20_000
MOST_BLOCKS = 12
# of how many participations at most the facts behind a table are kept with the number: they are read one by one while the register waits
MOST_TOLD_APART = 50_000
# columns of figures that can still be read on a page standing upright
MOST_COLUMNS = 10
MOST_MEASURES = 40
# mm: top, bottom, left, right. Common practice, within what NĐ 30/2020/NĐ-CP allows; for Party papers not seen
MARGINS = (20, 20, 30, 15)
