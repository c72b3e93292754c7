"""Days and places fixed by law or, where it says so, by the program."""

# Law 91/2025: a data subject's request is answered within two working days; Monday to Friday without public holidays
WORKING_DAYS_TO_ANSWER = 2
# one look at the same record by the same person within so many minutes is one line
LOOK_MINUTES = 10
# what somebody may ask to have corrected; people.EDITABLE says the same words
CORRECTABLE = (
    "full_name",
    "birth",
    "sex",
    "ethnicity",
    "identity_number",
    "phone",
    "email",
    "education",
    "admitted_on",
    "official_on",
    "party_card",
    "profile_number",
)
# how many records are made anonymous at once: what can be read through before it is confirmed
MOST_AT_ONCE = 200
