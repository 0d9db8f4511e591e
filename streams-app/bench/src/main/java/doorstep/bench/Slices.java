// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The slices of a unit's events, numbered: all of them ({@link #TOTAL}), and those with one value of one default
 * breakdown. Every event is in five: the total, and its area, channel, topic and source.
 */
final class Slices {
    static final int TOTAL = 0;

    private static final int FIRST_AREA = 1;
    private static final int FIRST_CHANNEL = FIRST_AREA + Traffic.AREAS;
    private static final int FIRST_TOPIC = FIRST_CHANNEL + Traffic.CHANNELS;
    private static final int SOURCE = FIRST_TOPIC + Traffic.TOPICS;

    static final int COUNT = SOURCE + 1;

    private static final List<String> NAMES = new ArrayList<>();
    private static final Map<String, Integer> NUMBERS = new HashMap<>();

    static {
        NAMES.add("");
        for (int area = 0; area < Traffic.AREAS; area++) {
            NAMES.add("area=" + RatingVersion.area(area));
        }
        for (int channel = 0; channel < Traffic.CHANNELS; channel++) {
            NAMES.add("channel=" + RatingVersion.channel(channel));
        }
        for (int topic = 0; topic < Traffic.TOPICS; topic++) {
            NAMES.add("topic=" + RatingVersion.topic(topic));
        }
        NAMES.add("source=" + RatingVersion.SOURCE);
        NAMES.forEach(name -> NUMBERS.put(name, NUMBERS.size()));
    }

    private Slices() {}

    /** The slices of an event, the total first. */
    static int[] of(RatingVersion answer) {
        return new int[] {
            TOTAL, FIRST_AREA + answer.area(), FIRST_CHANNEL + answer.channel(), FIRST_TOPIC + answer.topic(), SOURCE
        };
    }

    /** {@code breakdown=value}, as in the key of a row; empty for the total. */
    static String name(int slice) {
        return NAMES.get(slice);
    }

    /** The slice with this name; -1 if there is none. */
    static int numberOf(String name) {
        return NUMBERS.getOrDefault(name, -1);
    }

    /** A unit's cell as {@link CellFigures} names it: {@code unit}, or {@code unit|breakdown=value}. */
    static String cell(String unit, int slice) {
        return slice == TOTAL ? unit : unit + "|" + name(slice);
    }
}
