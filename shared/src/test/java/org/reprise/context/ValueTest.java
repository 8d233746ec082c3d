package org.reprise.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTest {

    private static final BigInteger MOST =
            BigInteger.TEN.pow(Value.MAX_DECIMAL_DIGITS).subtract(BigInteger.ONE);

    @Test
    void factories_makeTheKindThatTheirArgumentIs() {
        assertThat(Value.of("x")).isEqualTo(new Value.Text("x"));
        assertThat(Value.of(1)).isEqualTo(new Value.Int(1));
        assertThat(Value.of(BigDecimal.ONE)).isEqualTo(new Value.Decimal(BigDecimal.ONE));
        assertThat(Value.of(true)).isEqualTo(new Value.Bool(true));
        assertThat(Value.of(List.of())).isEqualTo(new Value.Items(List.of()));
        assertThat(Value.of(Map.of())).isEqualTo(new Value.Fields(Map.of()));
        assertThat(Value.ofNull()).isSameAs(Value.Null.NULL);
    }

    @Test
    void depth_countsTheDeepestNesting() {
        Value nested = Value.of(Map.of(
                "flat", Value.of(1), "deep", Value.of(List.of(Value.of(List.of(Value.of("x"))), Value.of(2)))));

        assertThat(Value.of("x").depth()).isEqualTo(1);
        assertThat(Value.ofNull().depth()).isEqualTo(1);
        assertThat(Value.of(List.of()).depth()).isEqualTo(1);
        assertThat(Value.of(Map.of()).depth()).isEqualTo(1);
        assertThat(Value.of(List.of(Value.of(1))).depth()).isEqualTo(2);
        assertThat(nested.depth()).isEqualTo(4);
    }

    @Test
    void theDeepestValue_isKept_andTheNextRefused() {
        Value deepest = Contexts.nested(Value.MAX_DEPTH);

        assertThat(deepest.depth()).isEqualTo(Value.MAX_DEPTH);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Value.of(List.of(deepest)))
                .withMessageContaining("33")
                .withMessageContaining("32");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Value.of(Map.of("x", deepest)))
                .withMessageContaining("33")
                .withMessageContaining("32");
    }

    @Test
    void theLongestDecimals_areKept() {
        assertThat(new Value.Decimal(new BigDecimal(MOST, 1_000)).number().precision())
                .isEqualTo(1_000);
        assertThat(new Value.Decimal(new BigDecimal(MOST.negate(), -1_000))
                        .number()
                        .scale())
                .isEqualTo(-1_000);
    }

    @Test
    void decimalsOfMoreDigits_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Value.of(new BigDecimal(MOST.add(BigInteger.ONE))))
                .withMessageContaining("digits is 1001, at most 1000");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> Value.of(new BigDecimal(MOST.add(BigInteger.ONE).negate())))
                .withMessageContaining("digits is 1001, at most 1000");
    }

    @ParameterizedTest
    @ValueSource(ints = {1_001, -1_001, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void decimalsOfALargerScale_areRefused(int scale) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Value.of(new BigDecimal(BigInteger.ONE, scale)))
                .withMessageContaining("scale is " + Math.abs((long) scale) + ", at most 1000");
    }

    @Test
    void decimals_areEqualOnlyAtTheSameScale() {
        assertThat(Value.of(new BigDecimal("1.0"))).isEqualTo(Value.of(new BigDecimal("1.0")));
        assertThat(Value.of(new BigDecimal("1.0"))).isNotEqualTo(Value.of(new BigDecimal("1.00")));
    }

    @Test
    void kinds_areNeverEqualToEachOther() {
        assertThat(List.of(
                        Value.of(1),
                        Value.of("1"),
                        Value.of(BigDecimal.ONE),
                        Value.of(true),
                        Value.ofNull(),
                        Value.of(List.of()),
                        Value.of(Map.of())))
                .doesNotHaveDuplicates();
    }

    @Test
    void laterChangesOfWhatAValueWasMadeOf_doNotShow() {
        List<Value> items = new ArrayList<>(List.of(Value.of(1)));
        Map<String, Value> fields = new HashMap<>(Map.of("x", Value.of(1)));
        Value.Items list = new Value.Items(items);
        Value.Fields map = new Value.Fields(fields);

        items.clear();
        fields.clear();

        assertThat(list.items()).containsExactly(Value.of(1));
        assertThat(map.fields()).containsExactly(Map.entry("x", Value.of(1)));
    }

    @Test
    void valuesInAValue_cannotBeChanged() {
        Value.Items list = new Value.Items(List.of(Value.of(1)));
        Value.Fields map = new Value.Fields(Map.of("x", Value.of(1)));

        assertThatThrownBy(() -> list.items().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> map.fields().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> map.fields().entrySet().iterator().next().setValue(Value.of(2)))
                .isInstanceOf(UnsupportedOperationException.class);
    }
}
