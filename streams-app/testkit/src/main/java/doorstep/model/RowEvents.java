// SPDX-License-Identifier: Apache-2.0
package doorstep.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Assigns events to the rows in which they count. */
final class RowEvents {
    /** The parts of a row's key. */
    record RowKeyParts(String topic, String unit, String breakdown, String value, String facet, ModelWindow window) {
        /** Multiplied, because similar dates and names would otherwise collide. */
        @Override
        public int hashCode() {
            return java.util.Objects.hash(window, facet, value, breakdown, unit, topic) * 0x9E3779B9;
        }

        String key() {
            return escape(unit, false)
                    + "|"
                    + (breakdown.isEmpty() ? "" : breakdown + "=" + escape(value, true))
                    + "|"
                    + escape(facet, true)
                    + "|"
                    + window.name()
                    + "|"
                    + (window.start() == null ? "" : window.start());
        }

        private static String escape(String text, boolean slashToo) {
            StringBuilder escaped = new StringBuilder();
            text.codePoints().forEach(point -> {
                String character = Character.toString(point);
                boolean control = point < 0x20 || (point >= 0x7f && point < 0xa0);
                if (control || "%|=".contains(character) || (slashToo && point == '/')) {
                    for (byte b : character.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
                        escaped.append(String.format("%%%02X", b));
                    }
                } else {
                    escaped.append(character);
                }
            });
            return escaped.toString();
        }
    }

    private final ModelConfig config;
    private final Instant asOf;
    private final Map<RowKeyParts, List<Object>> events = new HashMap<>();
    private final Map<Instant, List<ModelWindow>> windows = new HashMap<>();
    private final SortedMap<String, Long> beyond = new TreeMap<>();

    RowEvents(ModelConfig config, Instant asOf) {
        this.config = config;
        this.asOf = asOf;
    }

    /**
     * Adds an event to the rows of all windows that contain it.
     *
     * @param slice breakdown and value, both empty for all events
     */
    void add(String topic, String unit, String[] slice, String facet, Object event, Instant moment) {
        List<ModelWindow> holding =
                windows.computeIfAbsent(moment, m -> ModelWindow.holding(m, asOf, config.zone(), config.fiscalStart()));
        if (holding.isEmpty() && unit.equals("*") && slice[0].isEmpty()) {
            beyond.merge(topic, 1L, Long::sum);
        }
        for (ModelWindow window : holding) {
            boolean ever = topic.equals("doorstep.service-levels")
                    && slice[0].equals("category")
                    && window.name().equals("EVER");
            boolean here =
                    slice[0].isEmpty() || ever || config.breakdownWindows().contains(window.name());
            if (here && config.windows().contains(window.name())) {
                events.computeIfAbsent(
                                new RowKeyParts(topic, unit, slice[0], slice[1], facet, window),
                                parts -> new ArrayList<>())
                        .add(event);
            }
        }
    }

    /** Moments of all events, including those later than as-of. */
    SortedSet<Instant> moments() {
        return new TreeSet<>(windows.keySet());
    }

    /** Number of events later than as-of, by topic. */
    SortedMap<String, Long> beyond() {
        return beyond;
    }

    Map<String, SortedMap<String, Map<String, Object>>> rows(RowFields fields) {
        Map<String, SortedMap<String, Map<String, Object>>> rows = new TreeMap<>();
        events.forEach((parts, list) -> {
            Map<String, Object> clash =
                    rows.computeIfAbsent(parts.topic(), t -> new TreeMap<>()).put(parts.key(), fields.of(parts, list));
            if (clash != null) {
                throw new AssertionError("two rows under the key " + parts.key());
            }
        });
        return rows;
    }
}
