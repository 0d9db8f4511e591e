// SPDX-License-Identifier: Apache-2.0
package doorstep.ledger;

import doorstep.codec.ByteReader;
import doorstep.codec.ByteWriter;
import doorstep.event.Feedback.Answer;
import doorstep.event.Identity;
import doorstep.event.Scale;
import doorstep.event.Subject;
import doorstep.event.TreePath;
import doorstep.integrity.RefusedException;
import doorstep.link.LinkEntry;
import doorstep.link.LinkEntry.Opening;
import doorstep.link.LinkEntry.Role;
import doorstep.link.LinkStore;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** Link entries in a key-value store, one row each. Every query reads two rows at most. */
public final class LinkRows implements LinkStore {
    /** Format of its rows. */
    public static final int FORMAT = 3; // 2 had neither source nor subject

    /** Positions in this list are part of rows. */
    private static final List<Scale> SCALES = List.of(Scale.STARS_5, Scale.GRADE_5, Scale.NPS_11, Scale.YES_NO);

    private final KeyValueStore<Bytes, byte[]> store;
    private final Dictionary dictionary;
    private final ByteWriter out = new ByteWriter();

    /** @param dictionary of the task */
    public LinkRows(KeyValueStore<Bytes, byte[]> store, Dictionary dictionary) {
        this.store = store;
        this.dictionary = dictionary;
    }

    @Override
    public void put(LinkEntry linkEntry) {
        out.reset().writeByte(FORMAT);
        linkEntry.opening().ifPresent(opening -> {
            out.writeVarint(dictionary.numberOf(opening.unit().text()));
            out.writeVarint(
                    opening.area().map(area -> dictionary.numberOf(area.text())).orElse(0));
            out.writeByte(SCALES.indexOf(opening.answer().scale()));
            out.writeVarint(opening.answer().score());
            out.writeVarint(dictionary.numberOf(opening.source()));
            write(opening.subject().orElseThrow());
        });
        linkEntry.score().ifPresent(out::writeVarint);
        store.put(linkEntry.key(), out.toBytes());
    }

    /** A subject that is the rating itself has the id that ends the key. */
    private void write(Subject subject) {
        out.writeVarint(dictionary.numberOf(subject.question()));
        out.writeVarint(dictionary.numberOf(subject.type()));
        if (!subject.type().equals(Subject.FEEDBACK)) {
            out.writeString(subject.id());
        }
    }

    @Override
    public void remove(Bytes key) {
        store.delete(key);
    }

    @Override
    public boolean has(Bytes key) {
        return store.get(key) != null;
    }

    @Override
    public Optional<Bytes> firstVisit(Identity target, long from) {
        return first(LinkEntry.from(target, Role.VISIT, from), LinkEntry.end(target, Role.VISIT))
                .map(row -> row.key);
    }

    @Override
    public Optional<Bytes> before(Bytes key) {
        Bytes first = LinkEntry.first(LinkEntry.target(key), LinkEntry.role(key));
        try (KeyValueIterator<Bytes, byte[]> back = store.reverseRange(first, key)) {
            while (back.hasNext()) {
                Bytes candidate = back.next().key;
                if (!candidate.equals(key)) {
                    return Optional.of(candidate);
                }
            }
            return Optional.empty();
        }
    }

    @Override
    public Optional<Bytes> after(Bytes key) {
        return first(justAfter(key), LinkEntry.end(LinkEntry.target(key), LinkEntry.role(key)))
                .map(row -> row.key);
    }

    @Override
    public Optional<LinkEntry> opening(Identity target, Optional<Bytes> after, Optional<Bytes> until) {
        Bytes from = after.map(key -> justAfter(LinkEntry.withRole(key, Role.OPENS)))
                .orElse(LinkEntry.first(target, Role.OPENS));
        Bytes to = until.map(key -> LinkEntry.withRole(key, Role.OPENS)).orElse(LinkEntry.end(target, Role.OPENS));
        return first(from, to)
                .map(row -> new LinkEntry(row.key, Optional.of(opening(row.key, row.value)), OptionalInt.empty()));
    }

    @Override
    public Optional<LinkEntry> rating(Bytes from, Scale scale) {
        Role role = Role.of(scale);
        return first(LinkEntry.withRole(from, role), LinkEntry.end(LinkEntry.target(from), role))
                .map(row -> new LinkEntry(
                        row.key,
                        Optional.empty(),
                        OptionalInt.of(valueOf(row.value).readInt())));
    }

    private Opening opening(Bytes key, byte[] value) {
        ByteReader in = valueOf(value);
        TreePath unit = new TreePath(dictionary.word(in.readInt()));
        int area = in.readInt();
        return new Opening(
                unit,
                area == 0 ? Optional.empty() : Optional.of(new TreePath(dictionary.word(area))),
                new Answer(SCALES.get(in.readByte()), in.readInt()),
                dictionary.word(in.readInt()),
                Optional.of(subject(key, in)));
    }

    private Subject subject(Bytes key, ByteReader in) {
        String question = dictionary.word(in.readInt());
        String type = dictionary.word(in.readInt());
        return new Subject(type, type.equals(Subject.FEEDBACK) ? LinkEntry.id(key) : in.readString(), question);
    }

    private static ByteReader valueOf(byte[] row) {
        ByteReader in = new ByteReader(row);
        RefusedException.requireFormat(in.readByte(), FORMAT, "a link");
        return in;
    }

    private Optional<KeyValue<Bytes, byte[]>> first(Bytes from, Bytes to) {
        try (KeyValueIterator<Bytes, byte[]> range = store.range(from, to)) {
            return range.hasNext() ? Optional.of(range.next()) : Optional.empty();
        }
    }

    /** The smallest key after this one. */
    private static Bytes justAfter(Bytes key) {
        return Bytes.wrap(Arrays.copyOf(key.get(), key.get().length + 1));
    }
}
