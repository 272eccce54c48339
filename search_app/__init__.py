"""How a person or a program asks: pages in Polish and English, and a JSON API, over one immutable search address."""
