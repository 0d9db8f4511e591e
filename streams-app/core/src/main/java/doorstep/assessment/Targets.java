// SPDX-License-Identifier: Apache-2.0
package doorstep.assessment;

import doorstep.event.TreePath;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * The share of satisfied answers that each unit should reach: its own target, else that of the nearest unit above it,
 * else the default.
 *
 * @param usual the default, 0 to 1
 * @param own targets of units that have one, 0 to 1
 */
public record Targets(double usual, Map<String, Double> own) {
    public Targets {
        own = Map.copyOf(own);
    }

    /**
     * @param text {@code unit=per cent, …}; in a unit {@code %2C} is a comma and {@code %25} a per cent sign
     * @throws IllegalArgumentException saying what is wrong
     */
    public static Targets parse(double usual, String text) {
        Map<String, Double> own = new TreeMap<>();
        for (String entry : text.isBlank() ? new String[0] : text.split(",", -1)) {
            int equals = entry.lastIndexOf('=');
            String unit = unescape(entry.substring(0, Math.max(0, equals)).strip());
            if (!unit.equals(TreePath.ROOT) && !TreePath.isValid(unit)) {
                throw new IllegalArgumentException("'" + entry.strip() + "' is not unit=per cent");
            }
            if (own.put(unit, percent(entry.substring(equals + 1).strip())) != null) {
                throw new IllegalArgumentException("'" + unit + "' is given twice");
            }
        }
        return new Targets(usual, own);
    }

    private static double percent(String text) {
        try {
            double percent = Double.parseDouble(text);
            if (percent >= 0 && percent <= 100) {
                return percent / 100;
            }
        } catch (NumberFormatException e) {
            // falls through to the same message
        }
        throw new IllegalArgumentException("'" + text + "' is not a number from 0 to 100");
    }

    private static String unescape(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] from = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < from.length; i++) {
            int value = from[i] == '%' && i + 2 < from.length ? hex(from[i + 1]) * 16 + hex(from[i + 2]) : -1;
            if (value >= 0) {
                bytes.write(value);
                i += 2;
            } else {
                bytes.write(from[i]);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static int hex(byte digit) {
        int value = Character.digit(digit, 16);
        return value < 0 ? -1_000 : value;
    }

    /** @param unit a path, or the root */
    public double of(String unit) {
        for (String at = unit; ; at = TreePath.parent(at)) {
            Double target = own.get(at);
            if (target != null) {
                return target;
            }
            if (at.equals(TreePath.ROOT)) {
                return usual;
            }
        }
    }
}
