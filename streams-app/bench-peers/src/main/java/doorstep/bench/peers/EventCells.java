// SPDX-License-Identifier: Apache-2.0
package doorstep.bench.peers;

import doorstep.bench.CellFigures;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.annotation.FunctionHint;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.functions.FunctionContext;
import org.apache.flink.table.functions.TableFunction;

/**
 * The table function {@value #NAME} of Flink SQL: the cells in which Doorstep counts an event with its default
 * breakdowns. These are all combinations of a unit (the event's own, those above it, {@link CellFigures#ALL}) and a
 * slice (breakdown and value; both empty for all events). Texts are encoded once, not once for each event.
 */
@FunctionHint(
        output = @DataTypeHint(value = "ROW<unit STRING, breakdown STRING, `value` STRING>", bridgedTo = RowData.class))
public final class EventCells extends TableFunction<RowData> {
    static final String NAME = "event_cells";

    private static final long serialVersionUID = 1;
    private static final StringData ALL = StringData.fromString(CellFigures.ALL);
    private static final StringData NONE = StringData.fromString("");
    private static final StringData AREA = StringData.fromString("area");
    private static final StringData CHANNEL = StringData.fromString("channel");
    private static final StringData TOPIC = StringData.fromString("topic");
    private static final StringData SOURCE = StringData.fromString("source");

    private transient Map<String, List<StringData>> prefixes;
    private transient Map<String, StringData> codes;

    @Override
    public void open(FunctionContext context) {
        prefixes = new HashMap<>();
        codes = new HashMap<>();
    }

    /** @param area a path like {@code unit}, or null */
    public void eval(String unit, String area, String channel, String topic, String source) {
        List<StringData> units = prefixes.computeIfAbsent(unit, EventCells::prefixesOf);
        collectCells(units, NONE, NONE);
        if (area != null) {
            for (StringData prefix : prefixes.computeIfAbsent(area, EventCells::prefixesOf)) {
                collectCells(units, AREA, prefix);
            }
        }
        collectCells(units, CHANNEL, codes.computeIfAbsent(channel, StringData::fromString));
        collectCells(units, TOPIC, codes.computeIfAbsent(topic, StringData::fromString));
        collectCells(units, SOURCE, codes.computeIfAbsent(source, StringData::fromString));
    }

    private void collectCells(List<StringData> units, StringData breakdown, StringData value) {
        collect(GenericRowData.of(ALL, breakdown, value));
        for (StringData unit : units) {
            collect(GenericRowData.of(unit, breakdown, value));
        }
    }

    /** {@code a}, {@code a/b} and {@code a/b/c} of {@code a/b/c}. */
    private static List<StringData> prefixesOf(String path) {
        List<StringData> all = new ArrayList<>();
        for (int end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) {
            all.add(StringData.fromString(path.substring(0, end)));
        }
        all.add(StringData.fromString(path));
        return all;
    }
}
