package org.reprise.corpus;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What a conversation is about: names, numbers, dates and prices that its texts and its tools' answers share. Not
 * thread-safe.
 */
final class CaseFacts {

    private static final LocalDate TODAY = LocalDate.of(2026, 1, 5);
    private static final Quantiles DAYS_FROM_TODAY = Quantiles.of(-90, -20, -5, 3, 40);
    private static final Quantiles CENTS = Quantiles.of(199, 1_500, 4_000, 9_000, 20_000, 90_000);
    private static final List<Integer> CENT_ENDINGS = List.of(99, 95, 0, 49, 90);
    private static final int CENTS_PER_UNIT = 100;
    private static final int ORDERS = 4;
    private static final int PRODUCTS = 5;
    private static final int PRICES = 7;
    private static final int DATES = 7;
    private static final int CARDS = 2;

    private final Draws draws;
    private final Vocabulary vocabulary;

    /** Draws what is said in words from {@code words}. */
    CaseFacts(Vocabulary words, Draws draws) {
        this.draws = draws;
        Map<String, List<String>> facts = new HashMap<>();
        facts.put("first_name", List.of(draws.one(words.all("given"))));
        facts.put("last_name", List.of(draws.one(words.all("family"))));
        facts.put("customer", List.of(draws.number("customer_", 5)));
        facts.put("email", List.of(draws.number("mail", 4) + "@example.com"));
        facts.put("zip", List.of(draws.number("", 5)));
        facts.put("order", several(ORDERS, () -> draws.number("W", 7)));
        facts.put("product_id", several(PRODUCTS, () -> draws.number("", 10)));
        facts.put("product", several(PRODUCTS, () -> product(words)));
        facts.put("price", several(PRICES, () -> price().toPlainString()));
        facts.put("date", several(DATES, () -> date().toString()));
        facts.put("number", several(CARDS, () -> draws.number("", 4)));
        this.vocabulary = words.with(facts);
    }

    private String product(Vocabulary words) {
        return draws.one(words.all("quality")) + " " + draws.one(words.all("article"));
    }

    private static List<String> several(int count, Supplier<String> fact) {
        return Stream.generate(fact).limit(count).toList();
    }

    /** The words, and the facts of the kinds first_name, last_name, customer, email, zip, order, product and so on. */
    Vocabulary vocabulary() {
        return vocabulary;
    }

    /** One of the facts of {@code kind}. */
    String one(String kind) {
        return draws.oneOfRanked(vocabulary.all(kind));
    }

    /** A new price, with two decimals. */
    BigDecimal price() {
        int units = CENTS.draw(draws) / CENTS_PER_UNIT;
        return BigDecimal.valueOf((long) units * CENTS_PER_UNIT + draws.one(CENT_ENDINGS), 2);
    }

    /** A new date. */
    LocalDate date() {
        return TODAY.plusDays(DAYS_FROM_TODAY.draw(draws));
    }
}
