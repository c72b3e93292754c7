"""Days and weights that are fixed here, each with its source or its mark."""

from datetime import date

# KL 09-KL/TW [seen]: no confirmation of an equivalent theory level is issued from this day on
CONFIRMATIONS_ENDED = date(2021, 7, 9)

# How much each likeness says that two records are one person [default]. A pair is proposed from MAYBE on.
LIKENESS = {
    "same_name": 50,
    "same_birth_name": 45,
    "same_birth": 35,
    "day_month_swapped": 28,
    "birth_digit_off": 22,
    "birth_less_known": 22,
    "birth_missing": 5,
    "birth_differs": -20,
    "identity_digit_off": 30,
    "identity_old_and_new": 0,
    "identity_differs": -45,
    "same_party_card": 80,
    "party_card_differs": -15,
    "same_profile_number": 20,
    "same_phone": 25,
    "same_unit": 15,
    "sex_differs": -40,
}
MAYBE, LIKELY, MOST_LIKENESS = 60, 85, 100

# what stands for the name of somebody whose record became a figure
ANONYMOUS = "Người đã ẩn danh"
# ethnicity is kept as a group once somebody is anonymous: the majority by name, all others together
MAJORITY, MINORITIES = "Kinh", "Dân tộc thiểu số"
