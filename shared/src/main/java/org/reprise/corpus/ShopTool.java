package org.reprise.corpus;

import java.util.Arrays;
import java.util.Locale;

/** The tools of a shop, as often called as tools of their kind in the traffic that was measured. */
enum ShopTool {
    GET_ORDER(377, ShopDesk::getOrder),
    SEARCH_PRODUCTS(143, ShopDesk::searchProducts),
    GET_CUSTOMER(120, ShopDesk::getCustomer),
    UPDATE_ORDER(120, ShopDesk::updateOrder),
    CALCULATE(96, ShopDesk::calculate),
    THINK(92, ShopDesk::think),
    CANCEL_ORDER(69, ShopDesk::cancelOrder),
    PLACE_ORDER(53, ShopDesk::placeOrder),
    TRANSFER_TO_HUMAN(48, ShopDesk::transferToHuman),
    BROWSE_CATALOGUE(38, ShopDesk::browseCatalogue),
    ISSUE_VOUCHER(8, ShopDesk::issueVoucher);

    /** One call and what came of it; {@code failed} if the tool refused. */
    record Exchange(String arguments, String result, boolean failed) {
        static Exchange success(Object arguments, Object result) {
            return new Exchange(arguments.toString(), result.toString(), false);
        }

        static Exchange failure(Object arguments, String result) {
            return new Exchange(arguments.toString(), result, true);
        }
    }

    private interface Action {
        Exchange callAt(ShopDesk desk);
    }

    private static final int CALLS_MEASURED =
            Arrays.stream(values()).mapToInt(tool -> tool.calls).sum();

    private final int calls;
    private final Action action;

    ShopTool(int calls, Action action) {
        this.calls = calls;
        this.action = action;
    }

    /** One of the tools, each in its share of the draws. */
    static ShopTool draw(Draws draws) {
        int remaining = draws.below(CALLS_MEASURED);
        for (ShopTool tool : values()) {
            remaining -= tool.calls;
            if (remaining < 0) {
                return tool;
            }
        }
        throw new AssertionError("a draw is below the sum of its shares");
    }

    /** The tool's name, as agents call it. */
    String toolName() {
        return name().toLowerCase(Locale.ROOT);
    }

    Exchange callAt(ShopDesk desk) {
        return action.callAt(desk);
    }
}
