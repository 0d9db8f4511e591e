// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import doorstep.avro.WorkItem;
import doorstep.compare.UnitOrder;
import doorstep.event.Minutes;
import doorstep.question.WorklistAnswer.Row;
import doorstep.question.WorklistAnswer.Totals;
import doorstep.tally.OrgCalendar;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/** The work on one question about the worklist. */
final class WorklistAnswering {
    private final WorklistQuestion question;
    private final Source source;
    private final Instant asOf;
    private final OrgCalendar calendar;
    private final Access units;
    private final long now; // minutes since the epoch
    private final long today; // days since 1970-01-01
    private final long end; // the first minute that is too late

    WorklistAnswering(WorklistQuestion question, Source source) {
        this.question = question;
        this.source = source;
        asOf = source.moment().asOfs(List.of(question.unit())).first();
        calendar = source.moment().settings().calendar();
        units = Access.of(question.unit());
        now = Minutes.of(asOf);
        today = calendar.dayOf(now);
        end = question.dueWithin().isPresent()
                ? calendar.firstMinuteOf(today + question.dueWithin().getAsInt() + 1)
                : Long.MAX_VALUE;
    }

    WorklistAnswer answer() {
        List<WorkItem> open = new ArrayList<>();
        List<WorkItem> later = new ArrayList<>();
        SortedMap<String, Totals> byKind = new TreeMap<>();
        source.rows().forEachItem(item -> {
            if (passes(item)) {
                boolean isOpen = Minutes.of(item.getOpenedAt()) <= now;
                (isOpen ? open : later).add(item);
                if (isOpen) {
                    byKind.merge(item.getKind(), new Totals(1, isOverdue(item) ? 1 : 0), Totals::plus);
                }
            }
        });
        List<WorkItem> behind = behind(question.later() ? later : open);
        List<WorkItem> shown = behind.subList(0, Math.min(question.limit(), behind.size()));
        return new WorklistAnswer(
                question,
                asOf,
                source.moment().rebuilding(),
                byKind.values().stream().reduce(Totals.NONE, Totals::plus),
                byKind,
                later.size(),
                source.moment().endingsBeyond(),
                shown.stream().map(this::row).toList(),
                shown.size() < behind.size() ? Optional.of(place(shown.get(shown.size() - 1))) : Optional.empty());
    }

    private boolean passes(WorkItem item) {
        return units.covers(item.getUnit())
                && question.kind()
                        .filter(it -> !it.name().equals(item.getKind()))
                        .isEmpty()
                && (question.categories().isEmpty() || isOfCategory(item))
                && (!question.overdue() || isOverdue(item))
                && (question.dueWithin().isEmpty() || fallsDue(item));
    }

    private boolean isOfCategory(WorkItem item) {
        return item.getCategory() != null && question.categories().contains(item.getCategory());
    }

    private boolean isOverdue(WorkItem item) {
        return item.getDueAt() != null && Minutes.of(item.getDueAt()) <= now;
    }

    private boolean fallsDue(WorkItem item) {
        return item.getDueAt() != null && !isOverdue(item) && Minutes.of(item.getDueAt()) < end;
    }

    /** The rows behind the place where the page before ended, sorted. */
    private List<WorkItem> behind(List<WorkItem> items) {
        Comparator<WorklistQuestion.Cursor> order = Comparator.<WorklistQuestion.Cursor>comparingLong(
                        place -> place.ms().orElse(Long.MAX_VALUE))
                .thenComparing(WorklistQuestion.Cursor::id, UnitOrder.UTF_8);
        return items.stream()
                .filter(item -> question.after()
                        .filter(place -> order.compare(place(item), place) <= 0)
                        .isEmpty())
                .sorted(Comparator.comparing(this::place, order))
                .toList();
    }

    private WorklistQuestion.Cursor place(WorkItem item) {
        Instant moment = question.order() == WorklistQuestion.Order.AGE ? item.getOpenedAt() : item.getDueAt();
        return new WorklistQuestion.Cursor(
                Optional.ofNullable(moment).map(Instant::toEpochMilli), item.getUnit(), item.getId());
    }

    private Row row(WorkItem item) {
        return new Row(
                item,
                today - calendar.dayOf(Minutes.of(item.getOpenedAt())),
                item.getDueAt() == null
                        ? OptionalLong.empty()
                        : OptionalLong.of(calendar.dayOf(Minutes.of(item.getDueAt())) - today),
                isOverdue(item));
    }
}
