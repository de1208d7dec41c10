"""Names for the people of the demo, of as many origins as a river town has. Made up; nobody is meant."""

from collections.abc import Iterator
from random import Random


def _words(text: str) -> list[str]:
    return text.split()


FIRST = _words("""
Aaliyah Abdul Adaeze Adrián Agnieszka Aiko Alejandra Amara Amir Anahí Andre Anika Anneliese Arjun Bao Beatriz Benedikt
Brianna Caleb Camila Carmen Cedric Chiara Chloe Clément Colin Cristina Dalia Damien Darnell Deepa Delphine Dmitri
Ebony Edwin Eilidh Elias Emeka Esra Fatima Felix Fionnuala Gabriel Gareth Giulia Grace Haruki Hassan Hazel Héctor
Imani Ingrid Isaac Ishaan Ivana Jamal Jasmin Javier Jia Joanna Jonas Kaito Karina Keisha Kofi Lamar Leilani Linh
Lorenzo Lucía Magnus Malik Marisol Mateo Mei Miriam Nadia Naomi Nikhil Noor Nuria Olena Omar Orla Oscar Padma Pavel
Quentin Rafael Rashida Renata Rohan Rosa Saanvi Salma Samuel Selam Shanice Siobhán Soledad Stefan Sunita Tamsin Tariq
Teresa Thanh Tobias Tyrone Uma Valentina Viktor Wanjiru Wesley Ximena Yara Yusuf Zachary Zofia
""")

LAST = _words("""
Abebe Achterberg Adeyemi Aguilar Albrecht Almeida Amundsen Anaya Ashworth Bakker Banerjee Barrow Beaumont Bielak
Blackwood Boateng Bondarenko Brennan Cabrera Calloway Carvalho Castellano Chaudhry Chen Cho Coleman Costa Cruz
Dąbrowski Delacroix Demir Desai Diallo Donnelly Dubois Eklund Ellison Espinoza Farouk Ferreira Fitzgerald Fontaine
Fujimoto Gallagher Ganesan Garrity Grigoryan Guerrero Haddad Halvorsen Hansford Harper Hashimoto Ibarra Iyer Jankowski
Jefferson Kamara Kapoor Karlsson Kaya Kendrick Kim Koroma Kovács Lachance Larkin Lê Lindqvist Lombardi Maalouf Mahoney
Mbeki Medina Mendoza Moreau Müller Nakamura Navarro Ncube Nguyễn Novák Oduya Okonkwo Oliveira Ortega Osei Pacheco Park
Pereira Petrov Pham Quigley Rahimi Ramsey Reyes Rinaldi Rosenthal Rowe Sandoval Santos Schwarz Sharpe Silva Sokolov
Sorensen Sullivan Takahashi Tanaka Tesfaye Thibault Toivonen Trujillo Underhill Valdez Vargas Vu Wallace
Weiss Whitaker Yamamoto Yilmaz Young Zamora Zhang Zielinski
""")


def endless(chance: Random) -> Iterator[tuple[str, str]]:
    """First and last names, no full name twice."""
    given = set()
    while True:
        name = chance.choice(FIRST), chance.choice(LAST)
        if name not in given:
            given.add(name)
            yield name
