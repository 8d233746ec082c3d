package org.reprise.corpus;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.reprise.corpus.ShopTool.Exchange;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers the tool calls of one conversation about one customer's orders, as a shop would. The lengths of arguments and
 * results are those of the traffic that was measured. Not thread-safe.
 */
final class ShopDesk {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static final Quantiles CUSTOMER_CHARACTERS =
            Quantiles.of(561, 608, 713, 788, 810, 892, 927, 947, 1_044, 1_113, 1_230);
    private static final Quantiles ORDER_CHARACTERS =
            Quantiles.of(525, 627, 631, 632, 689, 696, 702, 771, 836, 844, 1_042);
    private static final Quantiles SEARCH_CHARACTERS =
            Quantiles.of(2, 2, 314, 315, 629, 629, 630, 944, 946, 1_260, 2_835);
    private static final Quantiles BROWSE_CHARACTERS =
            Quantiles.of(2, 472, 2_033, 2_703, 2_710, 3_372, 4_190, 4_723, 6_211, 6_761, 8_117);
    private static final Quantiles PLACED_CHARACTERS = Quantiles.of(590, 624, 667, 673, 689);
    private static final Quantiles UPDATE_CHARACTERS = Quantiles.of(137, 184, 187, 260, 303);
    private static final Quantiles PLACE_CHARACTERS = Quantiles.of(364, 432, 457, 481, 936);
    private static final Quantiles THOUGHT_CHARACTERS = Quantiles.of(106, 185, 240, 292, 994);
    private static final Quantiles SUMMARY_CHARACTERS = Quantiles.of(120, 214, 263, 306, 392);
    private static final Quantiles SUMMANDS = Quantiles.of(1, 2, 3, 4, 16);
    private static final double UPDATES_THAT_FAIL = 43 / 120.0;
    private static final double ORDERS_THAT_FAIL = 30 / 53.0;

    private final CaseFacts facts;
    private final ShopRecords records;
    private final TextGenerator texts;
    private final Draws draws;
    private final ObjectNode customer;
    private final Map<String, ObjectNode> orders = new LinkedHashMap<>();

    ShopDesk(CaseFacts facts, TextGenerator texts, Draws draws) {
        this.facts = facts;
        this.records = new ShopRecords(facts, draws);
        this.texts = texts;
        this.draws = draws;
        this.customer = records.customer(CUSTOMER_CHARACTERS.draw(draws));
        facts.vocabulary().all("order").forEach(id -> orders.put(id, records.order(id, ORDER_CHARACTERS.draw(draws))));
    }

    Exchange getOrder() {
        String id = facts.one("order");
        return Exchange.success(aboutOrder(id), orders.get(id));
    }

    Exchange getCustomer() {
        return Exchange.success(JSON.objectNode().put("customer_id", facts.one("customer")), customer);
    }

    Exchange searchProducts() {
        return search(SEARCH_CHARACTERS);
    }

    Exchange browseCatalogue() {
        return search(BROWSE_CHARACTERS);
    }

    private Exchange search(Quantiles characters) {
        ObjectNode query = JSON.objectNode()
                .put("query", facts.one("article"))
                .put("max_price", facts.price())
                .put("available", true);
        ArrayNode found = JSON.arrayNode();
        ShopRecords.fill(found, characters.draw(draws), records::product);
        return Exchange.success(query, found);
    }

    Exchange updateOrder() {
        String id = facts.one("order");
        ObjectNode change = aboutOrder(id);
        change.put("payment_id", records.paymentId());
        ArrayNode items = change.putArray("items");
        ShopRecords.fill(
                items, UPDATE_CHARACTERS.draw(draws) - change.toString().length(), records::item);
        if (draws.chance(UPDATES_THAT_FAIL)) {
            return Exchange.failure(change, refusal());
        }
        ObjectNode order = orders.get(id);
        order.put("status", "updated").put("total", facts.price());
        return Exchange.success(change, order);
    }

    Exchange cancelOrder() {
        String id = facts.one("order");
        ObjectNode order = orders.get(id);
        order.put("status", "cancelled").put("cancelled_at", facts.one("date"));
        return Exchange.success(aboutOrder(id), order);
    }

    Exchange placeOrder() {
        ObjectNode wanted = JSON.objectNode().put("customer_id", facts.one("customer"));
        wanted.set("address", records.address());
        wanted.put("express", draws.chance(0.3)).put("gift", draws.chance(0.2));
        wanted.putArray("payments").add(records.payment());
        ArrayNode items = wanted.putArray("items").add(records.item());
        ShopRecords.fill(items, PLACE_CHARACTERS.draw(draws) - wanted.toString().length(), records::item);
        return draws.chance(ORDERS_THAT_FAIL)
                ? Exchange.failure(wanted, refusal())
                : Exchange.success(wanted, records.order(draws.number("W", 7), PLACED_CHARACTERS.draw(draws)));
    }

    Exchange calculate() {
        StringBuilder expression = new StringBuilder(facts.one("price"));
        for (int i = SUMMANDS.draw(draws); i > 0; i--) {
            expression.append(draws.chance(0.6) ? " + " : " - ").append(facts.one("price"));
        }
        return Exchange.success(JSON.objectNode().put("expression", expression.toString()), facts.price());
    }

    Exchange think() {
        String thought = texts.text("assistant", THOUGHT_CHARACTERS.draw(draws));
        return Exchange.success(JSON.objectNode().put("thought", thought), "");
    }

    Exchange transferToHuman() {
        String summary = texts.text("assistant", SUMMARY_CHARACTERS.draw(draws));
        return Exchange.success(JSON.objectNode().put("summary", summary), "Transfer successful");
    }

    Exchange issueVoucher() {
        BigDecimal amount = facts.price();
        String id = draws.number("voucher_", 7);
        return Exchange.success(
                JSON.objectNode().put("customer_id", facts.one("customer")).put("amount", amount),
                "Voucher " + id + " of " + amount + " added to " + facts.one("customer") + " until "
                        + facts.one("date"));
    }

    private static ObjectNode aboutOrder(String id) {
        return JSON.objectNode().put("order_id", id);
    }

    private String refusal() {
        return switch (draws.below(4)) {
            case 0 -> "Error: payment does not add up, the total is " + facts.price() + ", but paid " + facts.price();
            case 1 -> "Error: gift card balance is not enough";
            case 2 -> "Error: payment method " + records.paymentId() + " not found";
            default -> "Error: item " + draws.number("", 10) + " is not available on " + facts.one("date");
        };
    }
}
