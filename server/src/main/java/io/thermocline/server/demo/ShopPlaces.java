package io.thermocline.server.demo;

import java.util.List;

/// Countries, cities and names of the data set.
final class ShopPlaces {
  /// A country with its share of the customers, its currency, its cities from large to small, and
  /// names that are common there.
  record Country(
      String name,
      double share,
      String currency,
      List<String> cities,
      List<String> given,
      List<String> family) {}

  private static final List<String> GERMAN_GIVEN =
      List.of(
          "Anna", "Jürgen", "Lena", "Felix", "Sophie", "Jonas", "Käthe", "Moritz", "Greta", "Paul",
          "Mia", "Björn");
  private static final List<String> GERMAN_FAMILY =
      List.of(
          "Müller",
          "Schmidt",
          "Weiß",
          "Fischer",
          "Schröder",
          "Wagner",
          "Becker",
          "Köhler",
          "Hofmann",
          "Bauer",
          "Krüger");
  private static final List<String> FRENCH_GIVEN =
      List.of(
          "Zoé", "Léa", "François", "Hélène", "Jules", "Chloé", "Théo", "Camille", "Rémi", "Inès");
  private static final List<String> FRENCH_FAMILY =
      List.of(
          "Dubois",
          "Lefèvre",
          "Moreau",
          "Girard",
          "Fournier",
          "Bérard",
          "Renaud",
          "Marchand",
          "Noël");
  private static final List<String> ENGLISH_GIVEN =
      List.of(
          "Olivia", "James", "Amelia", "Noah", "Grace", "Henry", "Ruby", "Ethan", "Chloe", "Samuel",
          "Aoife", "Zoë");
  private static final List<String> ENGLISH_FAMILY =
      List.of(
          "Smith", "Johnson", "O'Brien", "Taylor", "Davies", "Walker", "Wright", "Turner", "Hughes",
          "Clarke", "Reed");

  static final List<Country> COUNTRIES =
      List.of(
          new Country(
              "Germany",
              24,
              "EUR",
              List.of(
                  "Berlin",
                  "München",
                  "Hamburg",
                  "Köln",
                  "Frankfurt am Main",
                  "Düsseldorf",
                  "Leipzig",
                  "Nürnberg",
                  "Tübingen"),
              GERMAN_GIVEN,
              GERMAN_FAMILY),
          new Country(
              "United States",
              18,
              "USD",
              List.of(
                  "New York",
                  "Los Angeles",
                  "Chicago",
                  "Austin",
                  "Seattle",
                  "Boston",
                  "Portland",
                  "Denver",
                  "Santa Fe"),
              ENGLISH_GIVEN,
              ENGLISH_FAMILY),
          new Country(
              "United Kingdom",
              12,
              "GBP",
              List.of(
                  "London", "Manchester", "Bristol", "Leeds", "Edinburgh", "Glasgow", "Cardiff"),
              ENGLISH_GIVEN,
              ENGLISH_FAMILY),
          new Country(
              "France",
              10,
              "EUR",
              List.of(
                  "Paris", "Lyon", "Marseille", "Nîmes", "Saint-Étienne", "Orléans", "Besançon"),
              FRENCH_GIVEN,
              FRENCH_FAMILY),
          new Country(
              "Switzerland",
              8,
              "CHF",
              List.of("Zürich", "Genève", "Basel", "Bern", "Lausanne", "Luzern"),
              GERMAN_GIVEN,
              FRENCH_FAMILY),
          new Country(
              "Brazil",
              7,
              "BRL",
              List.of(
                  "São Paulo",
                  "Rio de Janeiro",
                  "Brasília",
                  "Belo Horizonte",
                  "Florianópolis",
                  "Belém"),
              List.of("João", "Luíza", "Caio", "Beatriz", "Antônio", "Lívia", "Thaís", "Davi"),
              List.of("Silva", "Araújo", "Gonçalves", "Souza", "Magalhães", "Conceição", "Lima")),
          new Country(
              "Japan",
              6,
              "JPY",
              List.of("東京", "大阪", "京都", "札幌", "福岡"),
              List.of("陽菜", "蓮", "さくら", "大翔", "結衣", "悠真", "葵"),
              List.of("佐藤", "鈴木", "高橋", "田中", "伊藤", "渡辺", "山本")),
          new Country(
              "Austria",
              5,
              "EUR",
              List.of("Wien", "Graz", "Linz", "Salzburg", "Innsbruck"),
              GERMAN_GIVEN,
              GERMAN_FAMILY),
          new Country(
              "Spain",
              4,
              "EUR",
              List.of("Madrid", "Barcelona", "Málaga", "A Coruña", "Cádiz"),
              List.of("Lucía", "José", "Sofía", "Álvaro", "Nuria", "Íñigo", "Begoña"),
              List.of("García", "Muñoz", "Fernández", "Ibáñez", "Ortega", "Peña")),
          new Country(
              "Poland",
              3,
              "PLN",
              List.of("Warszawa", "Kraków", "Łódź", "Gdańsk", "Poznań"),
              List.of("Zuzanna", "Łukasz", "Małgorzata", "Paweł", "Agnieszka", "Michał"),
              List.of("Wójcik", "Kowalska", "Zieliński", "Dąbrowska", "Szymański")),
          new Country(
              "Sweden",
              2,
              "SEK",
              List.of("Stockholm", "Göteborg", "Malmö", "Umeå"),
              List.of("Åsa", "Elin", "Göran", "Linnéa", "Östen", "Maja"),
              List.of("Lindström", "Åberg", "Johansson", "Sjöberg", "Öhman")),
          new Country(
              "Denmark",
              1,
              "DKK",
              List.of("København", "Aarhus", "Odense", "Helsingør"),
              List.of("Søren", "Freja", "Jørgen", "Ida", "Bjørn", "Åse"),
              List.of("Nielsen", "Sørensen", "Møller", "Kjær", "Østergaard")));

  private ShopPlaces() {}
}
