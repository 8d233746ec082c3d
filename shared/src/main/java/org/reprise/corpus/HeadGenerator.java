package org.reprise.corpus;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.reprise.context.Value;
import org.reprise.context.Variable;
import org.reprise.context.Workflow;

/** Makes what a session's head holds after a conversation: values of every kind, some of them scratch. */
final class HeadGenerator {

    private static final Quantiles SUMMARY_CHARACTERS = Quantiles.of(120, 240, 400);
    private static final Quantiles DRAFT_CHARACTERS = Quantiles.of(20, 80, 200);

    private final CaseFacts facts;
    private final TextGenerator texts;
    private final Draws draws;

    HeadGenerator(CaseFacts facts, TextGenerator texts, Draws draws) {
        this.facts = facts;
        this.texts = texts;
        this.draws = draws;
    }

    Workflow workflow(String step, Workflow.Status status) {
        Map<String, Value> state = new LinkedHashMap<>();
        state.put("order_id", fact("order"));
        state.put("reason", Value.of(texts.phrase("reason")));
        state.put("refund", Value.of(facts.price()));
        state.put("confirmed", Value.of(draws.chance(0.5)));
        state.put("attempts", Value.of(draws.between(1, 4)));
        state.put("completed_steps", Value.of(List.of(Value.of("identify"), Value.of("look_up"), Value.of(step))));
        return new Workflow("order_support", step, status, state);
    }

    Map<String, Variable> memory() {
        Map<String, Variable> memory = new LinkedHashMap<>();
        memory.put("customer", Variable.durable(customer()));
        memory.put(
                "open_orders",
                Variable.durable(Value.of(
                        facts.vocabulary().all("order").stream().map(Value::of).toList())));
        memory.put("basket", Variable.durable(Value.of(List.of(basketItem(), basketItem()))));
        memory.put("basket_total", Variable.durable(Value.of(facts.price())));
        memory.put("identity_verified", Variable.durable(Value.of(draws.chance(0.8))));
        memory.put("tokens_used", Variable.durable(Value.of(draws.between(2_000, 90_000))));
        memory.put("voucher", Variable.durable(Value.ofNull()));
        memory.put("summary", Variable.durable(text("assistant", SUMMARY_CHARACTERS)));
        memory.put("draft_reply", Variable.scratch(text("assistant", DRAFT_CHARACTERS)));
        memory.put("last_search", Variable.scratch(Value.of(List.of(fact("product"), fact("article")))));
        memory.put("retry_after_millis", Variable.scratch(Value.of(draws.between(100, 5_000))));
        return memory;
    }

    Map<String, Value> preferences() {
        Map<String, Value> preferences = new LinkedHashMap<>();
        preferences.put("form_of_address", fact("first_name"));
        preferences.put("newsletter", Value.of(draws.chance(0.3)));
        preferences.put("font_size", Value.of(draws.between(10, 18)));
        preferences.put("highest_price", Value.of(facts.price()));
        preferences.put("options", Value.of(List.of(fact("option"), fact("option"))));
        preferences.put("quiet_hours", Value.of(fields("from", Value.of("22:00"), "to", Value.of("07:30"))));
        preferences.put("delivery_note", Value.ofNull());
        return preferences;
    }

    private Value customer() {
        Map<String, Value> customer = new LinkedHashMap<>();
        customer.put("id", fact("customer"));
        customer.put("name", Value.of(fields("first", fact("first_name"), "last", fact("last_name"))));
        customer.put("email", fact("email"));
        customer.put("city", fact("city"));
        return Value.of(customer);
    }

    private Value basketItem() {
        Map<String, Value> item =
                new LinkedHashMap<>(fields("name", fact("product"), "price", Value.of(facts.price())));
        item.put("quantity", Value.of(draws.between(1, 3)));
        return Value.of(item);
    }

    private static Map<String, Value> fields(String name, Value value, String otherName, Value otherValue) {
        Map<String, Value> fields = new LinkedHashMap<>();
        fields.put(name, value);
        fields.put(otherName, otherValue);
        return fields;
    }

    private Value text(String kind, Quantiles characters) {
        return Value.of(texts.text(kind, characters.draw(draws)));
    }

    private Value fact(String kind) {
        return Value.of(facts.one(kind));
    }
}
