// SPDX-License-Identifier: Apache-2.0
package doorstep.link;

import doorstep.avro.WorkItem;
import doorstep.event.Commitment;
import doorstep.event.OpeningRating;
import doorstep.event.TreePath;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Gathers the changes of the worklist that one commit makes: a row for everything that is owed and has not ended. Every
 * change is told as what it was and what it is, so the row that was sent last is the one of what the commit changed
 * first, and nothing needs to be kept between commits. Not thread-safe.
 */
public final class Worklist {
    /** Takes rows. */
    public interface Receiver {
        /**
         * @param before the row that was sent last, if there was one
         * @param now empty: a tombstone
         */
        void accept(String id, Optional<WorkItem> before, Optional<WorkItem> now);
    }

    /** The row of an id, before the first change since the last commit and after the last one. */
    private static final class Row {
        final Optional<WorkItem> before;
        Optional<WorkItem> now;

        Row(Optional<WorkItem> before) {
            this.before = before;
            now = before;
        }
    }

    private final Map<String, Row> changed = new LinkedHashMap<>();

    /** What is owed no longer is, or not in this way. */
    public void subtract(String id, Commitment owed) {
        if (owed.isOpen()) {
            changed.computeIfAbsent(id, it -> new Row(Optional.of(row(it, owed)))).now = Optional.empty();
        }
    }

    /** Something is owed from now on. */
    public void add(String id, Commitment owed) {
        if (owed.isOpen()) {
            changed.computeIfAbsent(id, it -> new Row(Optional.empty())).now = Optional.of(row(id, owed));
        }
    }

    /** Sends each row that differs from the one sent last. */
    public void send(Receiver receiver) {
        changed.forEach((id, row) -> {
            if (!row.before.equals(row.now)) {
                receiver.accept(id, row.before, row.now);
            }
        });
        changed.clear();
    }

    /** The row of something that is owed and has not ended. */
    public static WorkItem row(String id, Commitment owed) {
        WorkItem row = new WorkItem();
        row.setId(id);
        row.setKind(owed.kind().name());
        row.setCategory(owed.category().orElse(null));
        row.setUnit(owed.unit().text());
        row.setArea(owed.area().map(TreePath::text).orElse(null));
        row.setSource(owed.source());
        row.setOpenedAt(Instant.ofEpochMilli(owed.openedAt()));
        row.setAcknowledgedAt(instant(owed.acknowledgedAt()));
        row.setAssignedAt(instant(owed.assignedAt()));
        row.setFirstDueAt(instant(owed.firstDue()));
        row.setDueAt(instant(owed.dueAt()));
        row.setReturned(owed.returnedAt().size());
        row.setReopened(owed.reopenedAt().size());
        owed.openingVisit().ifPresent(row::setOpenedBy);
        owed.openedBy().ifPresent(rating -> set(rating, row));
        return row;
    }

    private static void set(OpeningRating rating, WorkItem row) {
        row.setOpenedBy(rating.id());
        row.setSubjectType(rating.subject().type());
        row.setSubjectId(rating.subject().id());
        row.setQuestion(rating.subject().question());
        row.setScale(rating.answer().scale().name());
        row.setScore(rating.answer().score());
    }

    private static Instant instant(OptionalLong ms) {
        return ms.isPresent() ? Instant.ofEpochMilli(ms.getAsLong()) : null;
    }
}
