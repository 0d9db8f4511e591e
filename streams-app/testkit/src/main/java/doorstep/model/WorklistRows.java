// SPDX-License-Identifier: Apache-2.0
package doorstep.model;

import doorstep.avro.Feedback;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The rows of {@code doorstep.worklist}, as docs/topics.md, Worklist, says. */
final class WorklistRows {
    private WorklistRows() {}

    /** @param all everything that was ever owed and still counts */
    static SortedMap<String, Map<String, Object>> of(List<OwedCommitment> all) {
        SortedMap<String, Map<String, Object>> rows = new TreeMap<>();
        for (OwedCommitment owed : all) {
            if (owed.end().ended() == null && rows.put(owed.id(), fields(owed)) != null) {
                throw new AssertionError("two rows of " + owed.id());
            }
        }
        return rows;
    }

    private static Map<String, Object> fields(OwedCommitment owed) {
        Map<String, Object> fields = new HashMap<>();
        fields.put("id", owed.id());
        fields.put("kind", owed.kind());
        fields.put("category", owed.category());
        fields.put("unit", owed.unit());
        fields.put("area", owed.area());
        fields.put("source", owed.source());
        fields.put("openedAt", ms(owed.opened()));
        fields.put("acknowledgedAt", ms(owed.handling().acknowledged()));
        fields.put("assignedAt", ms(owed.handling().assigned()));
        fields.put("firstDueAt", ms(owed.due().first()));
        fields.put("dueAt", ms(owed.due().current()));
        fields.put("returned", (long) owed.handling().returned().size());
        fields.put("reopened", (long) owed.handling().reopened().size());
        Feedback rating = owed.ratings().first();
        boolean itself = rating != null && rating.getAbout() == null;
        fields.put("openedBy", owed.openedBy());
        fields.put(
                "subjectType",
                rating == null ? null : itself ? "FEEDBACK" : rating.getAbout().getType());
        fields.put(
                "subjectId",
                rating == null
                        ? null
                        : itself ? rating.getId() : rating.getAbout().getId());
        fields.put("question", rating == null ? null : rating.getQuestion());
        fields.put("scale", rating == null ? null : rating.getScale());
        fields.put("score", rating == null ? null : rating.getScore());
        return fields;
    }

    private static Long ms(Instant moment) {
        return moment == null ? null : moment.toEpochMilli();
    }
}
