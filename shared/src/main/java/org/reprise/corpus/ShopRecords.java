package org.reprise.corpus;

import java.math.BigDecimal;
import java.time.LocalTime;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes the records that the tools of a shop answer with, of about given lengths. Not thread-safe. */
final class ShopRecords {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> STATES =
            List.of("delivered", "pending", "shipped", "processed", "returned", "cancelled");
    private static final List<String> WALLETS = List.of("credit_card", "gift_card", "paypal");
    private static final List<String> TIERS = List.of("regular", "silver", "gold");

    /** About how long an event is: a record is as near to its length as whole events bring it. */
    private static final int EVENT_CHARACTERS = 42;

    private final CaseFacts facts;
    private final Draws draws;

    ShopRecords(CaseFacts facts, Draws draws) {
        this.facts = facts;
        this.draws = draws;
    }

    ObjectNode customer(int characters) {
        ObjectNode customer = JSON.objectNode();
        customer.put("customer_id", facts.one("customer"));
        customer.putObject("name").put("first", facts.one("first_name")).put("last", facts.one("last_name"));
        customer.put("email", facts.one("email"));
        customer.set("address", address());
        customer.put("membership", draws.one(TIERS)).put("newsletter", draws.chance(0.4));
        ObjectNode wallet = customer.putObject("payment_methods");
        for (int i = draws.between(1, 3); i > 0; i--) {
            String id = paymentId();
            wallet.putObject(id)
                    .put("id", id)
                    .put("last_four", facts.one("number"))
                    .put("balance", facts.price());
        }
        ArrayNode orders = customer.putArray("orders");
        facts.vocabulary().all("order").forEach(orders::add);
        fill(customer.putArray("saved_addresses"), room(customer, characters), this::address);
        fill(orders, room(customer, characters), () -> JSON.stringNode(draws.number("W", 7)));
        return customer;
    }

    ObjectNode order(String id, int characters) {
        ObjectNode order = JSON.objectNode();
        order.put("order_id", id).put("customer_id", facts.one("customer"));
        order.put("status", draws.oneOfRanked(STATES));
        order.put("placed_at", facts.one("date") + "T" + time());
        order.put("express", draws.chance(0.2)).putNull("cancelled_at");
        order.set("address", address());
        ArrayNode items = order.putArray("items").add(item());
        ArrayNode payments = order.putArray("payments");
        order.putArray("fulfillments")
                .addObject()
                .put("tracking", draws.number("", 12))
                .put("shipped", draws.chance(0.7));
        ArrayNode events = order.putArray("events");
        payments.addObject()
                .put("payment_id", paymentId())
                .put("amount", facts.price())
                .put("refunded", false);
        fill(items, room(order, characters), this::item);
        fill(events, room(order, characters) + EVENT_CHARACTERS / 2, this::event);
        BigDecimal total = StreamSupport.stream(items.spliterator(), false)
                .map(item -> item.get("unit_price").decimalValue())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        return order.put("total", total);
    }

    /** An item that has been bought. */
    ObjectNode item() {
        String product = facts.one("product");
        int index = facts.vocabulary().all("product").indexOf(product);
        return JSON.objectNode()
                .put("product_id", facts.vocabulary().all("product_id").get(index))
                .put("product_name", product)
                .put("option", facts.one("option"))
                .put("quantity", draws.between(1, 3))
                .put("unit_price", facts.price());
    }

    /** A product that is for sale. */
    ObjectNode product() {
        ObjectNode product = JSON.objectNode()
                .put("product_id", draws.number("", 10))
                .put("product_name", facts.one("quality") + " " + facts.one("article"))
                .put("unit_price", facts.price())
                .put("available", draws.chance(0.8));
        product.putObject("units_in_stock")
                .put("north_warehouse", draws.below(20))
                .put("south_warehouse", draws.below(20));
        product.put("rating", BigDecimal.valueOf(draws.between(25, 50), 1));
        product.putArray("tags").add(facts.one("tag")).add(facts.one("tag"));
        return product.put("estimated_delivery_date", facts.one("date"));
    }

    ObjectNode address() {
        return JSON.objectNode()
                .put("street", draws.between(1, 999) + " " + facts.one("street"))
                .put("city", facts.one("city"))
                .put("zip", facts.one("zip"))
                .putNull("floor");
    }

    ObjectNode payment() {
        return JSON.objectNode().put("payment_id", paymentId()).put("amount", facts.price());
    }

    String paymentId() {
        return draws.oneOfRanked(WALLETS) + "_" + facts.one("number");
    }

    private ObjectNode event() {
        return JSON.objectNode().put("at", facts.one("date")).put("status", draws.one(STATES));
    }

    private String time() {
        return LocalTime.of(draws.between(6, 22), draws.below(60), draws.between(1, 59)) + "Z";
    }

    private static int room(ObjectNode record, int characters) {
        return characters - record.toString().length();
    }

    /** Adds records to {@code list} as long as they fit into {@code characters}. */
    static void fill(ArrayNode list, int characters, Supplier<? extends JsonNode> records) {
        int room = characters;
        while (room > 0) {
            JsonNode next = records.get();
            room -= next.toString().length() + 1;
            if (room >= 0) {
                list.add(next);
            }
        }
    }
}
