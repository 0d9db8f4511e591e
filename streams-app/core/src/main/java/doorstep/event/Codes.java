// SPDX-License-Identifier: Apache-2.0
package doorstep.event;

/**
 * Syntax of codes: {@code [A-Z][A-Z0-9_]{0,63}}. Open lists accept any code; closed lists are the enums in this
 * package.
 */
public final class Codes {
    /** Stands for all values that a listed breakdown does not list; no event may use it. */
    public static final String OTHER_VALUES = "OTHER_VALUES";

    private static final int MAX_LENGTH = 64;

    private Codes() {}

    /** Whether a code is well-formed and not reserved. */
    public static boolean isValid(String code) {
        if (code.isEmpty() || code.length() > MAX_LENGTH || !isUpper(code.charAt(0))) {
            return false;
        }
        for (int i = 1; i < code.length(); i++) {
            char c = code.charAt(i);
            if (!isUpper(c) && !(c >= '0' && c <= '9') && c != '_') {
                return false;
            }
        }
        return !code.equals(OTHER_VALUES);
    }

    private static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }
}
