// SPDX-License-Identifier: Apache-2.0
package doorstep.dashboard;

import doorstep.api.Rows;
import doorstep.avro.WorkItem;
import doorstep.question.Access;
import doorstep.question.WorklistAnswer;
import doorstep.question.WorklistAnswer.Row;
import doorstep.question.WorklistAnswer.Totals;
import doorstep.wire.Topics;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;

/** Gives the worklist the form that programs read: the fields of the topic, and what is added as of as-of. */
final class WorklistForm {
    private static final List<String> ADDED = List.of("age", "daysLeft", "overdue");

    private final ZoneId zone;

    WorklistForm(ZoneId zone) {
        this.zone = zone;
    }

    /** What is true of all rows. */
    Map<String, Object> members(WorklistAnswer list, Access access) {
        Map<String, Object> byKind = new LinkedHashMap<>();
        list.totalsByKind().forEach((kind, totals) -> byKind.put(kind, totals(totals)));
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("topic", Topics.WORKLIST.shortName());
        members.put("rebuilding", list.rebuilding());
        members.put("totals", totals(list.totals()));
        members.put("totalsByKind", byKind);
        members.put("later", list.later());
        members.put("endingsBeyond", PipelineMoments.shown(list.endingsBeyond(), access));
        return members;
    }

    private static Map<String, Object> totals(Totals totals) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("open", totals.open());
        members.put("overdue", totals.overdue());
        return members;
    }

    Rows rows(WorklistAnswer list) {
        List<String> columns = new ArrayList<>();
        WorkItem.getClassSchema().getFields().forEach(field -> columns.add(field.name()));
        columns.addAll(ADDED);
        return new Rows(
                columns,
                list.rows().stream().map(this::line).toList(),
                list.next().map(WorklistRoute::text));
    }

    private List<Object> line(Row row) {
        List<Object> line = new ArrayList<>();
        for (Schema.Field field : WorkItem.getClassSchema().getFields()) {
            Object value = row.item().get(field.pos());
            line.add(value instanceof Instant moment ? PipelineMoments.text(moment, zone) : value);
        }
        line.add(row.age());
        line.add(row.daysLeft().isPresent() ? row.daysLeft().getAsLong() : null);
        line.add(row.overdue());
        return line;
    }
}
