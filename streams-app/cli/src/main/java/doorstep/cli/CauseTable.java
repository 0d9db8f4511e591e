// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import doorstep.replay.Cause;
import doorstep.text.FigureFormat;
import doorstep.text.Table;
import java.util.Map;

/** A table of the number of refused records by topic, reason and field. */
final class CauseTable {
    private CauseTable() {}

    static Table of(Map<Cause, Long> counts) {
        Table table = new Table().text("topic").text("reason").text("field").number("records");
        counts.forEach((cause, count) -> table.line(
                cause.topic(),
                cause.reason(),
                cause.field().isEmpty() ? FigureFormat.NONE : cause.field(),
                FigureFormat.count(count)));
        return table;
    }
}
