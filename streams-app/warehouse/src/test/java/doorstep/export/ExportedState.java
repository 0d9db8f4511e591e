// SPDX-License-Identifier: Apache-2.0
package doorstep.export;

import doorstep.table.Table;
import doorstep.table.Tables;
import doorstep.wire.Topic;
import doorstep.wire.Topics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a target holds, in the words of {@link ExportWorld}. */
public final class ExportedState {
    private static final Table LATEST = Tables.latest(Topics.VISIT_COUNTS);
    private static final Table HISTORY = Tables.history(Topics.VISIT_COUNTS);

    private ExportedState() {}

    /** Accepted records, as {@code topic-partition@offset}, sorted. */
    public static List<String> facts(Target target) {
        List<String> facts = new ArrayList<>();
        for (Topic topic : Topics.inputs()) {
            Table table = Tables.facts(topic);
            target.read(
                    table,
                    row -> facts.add("doorstep." + topic.shortName() + "-" + row.get(table.indexOf("kafka_partition"))
                            + "@" + row.get(table.indexOf("kafka_offset"))));
        }
        return facts.stream().sorted().toList();
    }

    /** Key of a row of visit-counts → visits. */
    public static Map<String, Long> visits(Target target) {
        Map<String, Long> visits = new TreeMap<>();
        target.read(LATEST, row -> {
            Long before = visits.put((String) row.get(0), (Long) row.get(LATEST.indexOf("visits")));
            if (before != null) {
                throw new AssertionError("two rows with the key " + row.get(0));
            }
        });
        return visits;
    }

    /** The same as the history says of an export. */
    public static Map<String, Long> visitsAt(Target target, long export) {
        List<List<Object>> rows = new ArrayList<>();
        target.read(HISTORY, row -> {
            if ((Long) row.get(0) <= export) {
                rows.add(new ArrayList<>(row));
            }
        });
        int offset = HISTORY.indexOf("kafka_offset");
        rows.sort(Comparator.<List<Object>>comparingLong(row -> (Long) row.get(0))
                .thenComparing(row -> (Long) row.get(offset)));
        Map<String, Long> visits = new TreeMap<>();
        rows.forEach(row -> {
            if ((Boolean) row.get(HISTORY.indexOf("deleted"))) {
                visits.remove((String) row.get(1));
            } else {
                visits.put((String) row.get(1), (Long) row.get(HISTORY.indexOf("visits")));
            }
        });
        return visits;
    }

    /** Rows of the history that an export added. */
    public static List<List<Object>> history(Target target, long export) {
        List<List<Object>> rows = new ArrayList<>();
        target.read(HISTORY, row -> {
            if (row.get(0).equals(export)) {
                rows.add(new ArrayList<>(row));
            }
        });
        return rows;
    }
}
