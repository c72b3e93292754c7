"""The WSGI application that granian serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

# What is loaded by now stays for the life of the process, and a page makes tens of thousands of objects, hardly any in a cycle: looking
# through all of them every 700 costs a page some 7 % of its time (bench/people.py).
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 20)
