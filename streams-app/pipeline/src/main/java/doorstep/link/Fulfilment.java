package doorstep.link;

import doorstep.event.Commitment;
import doorstep.event.CommitmentKind;
import doorstep.event.Event;
import doorstep.event.Identity;
import doorstep.ledger.Dictionary;
import doorstep.ledger.Entry;
import doorstep.ledger.Ledger;
import doorstep.link.LinkEntry.Role;
import doorstep.tally.OrgCalendar;
import doorstep.tally.WorkingDays;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Tracks the outcome of everything owed in one partition, from its commitments and the link entries that name them.
 * Both may come in any order; figures always follow from what is there.
 */
public final class Fulfilment {
    /** Format of the rows with link entries. */
    public static final int FORMAT = LinkRows.FORMAT;

    /** Takes changes of the figures: events that no longer count, and events that count from now on. */
    public record Figures(Consumer<Event> subtract, Consumer<Event> add) {}

    private final Ledger commitments;
    private final LinkRows rows;
    private final CallBackFold callBacks;

    /**
     * @param links store of the link entries
     * @param dictionary of the task
     * @param daysToCallBack working days
     */
    public Fulfilment(
            Ledger commitments,
            KeyValueStore<Bytes, byte[]> links,
            Dictionary dictionary,
            OrgCalendar calendar,
            WorkingDays workingDays,
            int daysToCallBack) {
        this.commitments = commitments;
        rows = new LinkRows(links, dictionary);
        callBacks = new CallBackFold(rows, calendar, workingDays, daysToCallBack);
    }

    /** A commitment combined with what visits have done about it so far. */
    public Commitment counted(Identity id, Commitment commitment) {
        return commitment.kind() == CommitmentKind.DUTY
                ? commitment.visited(rows.firstVisit(id, commitment.openedAt()))
                : commitment;
    }

    /** Takes link entries and applies the changes they cause to the figures. */
    public void take(LinkRecord record, Figures figures) {
        for (LinkRecord.Change change : record.changes()) {
            if (LinkEntry.role(change.linkEntry().key()) == Role.VISIT) {
                takeVisit(change, figures);
            } else {
                takeCallBack(change, figures);
            }
        }
    }

    private void takeVisit(LinkRecord.Change change, Figures figures) {
        Identity target = LinkEntry.target(change.linkEntry().key());
        Optional<Commitment> duty = commitments
                .get(target)
                .flatMap(Entry::event)
                .map(Commitment.class::cast)
                .filter(commitment -> commitment.kind() == CommitmentKind.DUTY);
        OptionalLong before = firstVisit(target, duty);
        apply(change);
        OptionalLong after = firstVisit(target, duty);
        if (!before.equals(after)) {
            figures.subtract().accept(duty.orElseThrow().visited(before));
            figures.add().accept(duty.orElseThrow().visited(after));
        }
    }

    private OptionalLong firstVisit(Identity target, Optional<Commitment> duty) {
        return duty.isPresent() ? rows.firstVisit(target, duty.get().openedAt()) : OptionalLong.empty();
    }

    private void takeCallBack(LinkRecord.Change change, Figures figures) {
        Bytes key = change.linkEntry().key();
        List<Commitment> before = callBacks.near(key);
        apply(change);
        List<Commitment> after = new ArrayList<>(callBacks.near(key));
        for (Commitment callBack : before) {
            if (!after.remove(callBack)) {
                figures.subtract().accept(callBack);
            }
        }
        after.forEach(figures.add());
    }

    private void apply(LinkRecord.Change change) {
        if (change.comes()) {
            rows.put(change.linkEntry());
        } else {
            rows.remove(change.linkEntry().key());
        }
    }

    /** @param bytes as encoded by {@link LinkOutbox} */
    public static LinkRecord read(byte[] bytes) {
        return LinkRecord.fromBytes(bytes);
    }
}
