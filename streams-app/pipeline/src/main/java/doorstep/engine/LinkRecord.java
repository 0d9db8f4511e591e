// SPDX-License-Identifier: Apache-2.0
package doorstep.engine;

import doorstep.codec.ByteReader;
import doorstep.codec.ByteWriter;
import doorstep.event.Feedback.Answer;
import doorstep.event.Scale;
import doorstep.event.Subject;
import doorstep.event.TreePath;
import doorstep.integrity.BatchHeader;
import doorstep.link.LinkChange;
import doorstep.link.LinkEntry;
import doorstep.link.LinkEntry.Opening;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.common.utils.Bytes;

/**
 * A batch of changes of link entries that one sender sends to one partition of the commitments.
 *
 * @param changes in their order
 */
public record LinkRecord(BatchHeader header, List<LinkChange> changes) {
    private static final int GOES = 0;
    private static final int COMES = 1;
    private static final int OPENS = 2;
    private static final int RATES = 3;

    /** Encodes changes. */
    static final class Packer {
        private final ByteWriter out = new ByteWriter(256);

        void add(LinkEntry linkEntry, boolean comes) {
            byte[] key = linkEntry.key().get();
            out.writeByte(comes ? codeOf(linkEntry) : GOES);
            out.writeVarint(key.length).writeBytes(key);
            if (comes) {
                linkEntry.opening().ifPresent(this::write);
                linkEntry.score().ifPresent(out::writeVarint);
            }
        }

        private static int codeOf(LinkEntry linkEntry) {
            return linkEntry.opening().isPresent() ? OPENS : linkEntry.score().isPresent() ? RATES : COMES;
        }

        private void write(Opening opening) {
            out.writeString(opening.unit().text());
            out.writeString(opening.area().map(TreePath::text).orElse(""));
            out.writeString(opening.answer().scale().name());
            out.writeVarint(opening.answer().score());
            out.writeString(opening.source());
            Subject subject = opening.subject().orElseThrow();
            out.writeString(subject.type()).writeString(subject.id()).writeString(subject.question());
        }

        int size() {
            return out.size();
        }

        byte[] seal(BatchHeader header) {
            ByteWriter record = new ByteWriter(out.size() + 64);
            header.writeTo(record);
            return record.writeBytes(out.toBytes()).toBytes();
        }
    }

    /** @throws doorstep.integrity.RefusedException OLD_STATE */
    public static LinkRecord fromBytes(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        BatchHeader header = BatchHeader.readFrom(in);
        List<LinkChange> changes = new ArrayList<>();
        while (in.hasMore()) {
            int what = in.readByte();
            Bytes key = Bytes.wrap(in.readBytes(in.readInt()));
            Optional<Opening> opening = what == OPENS ? Optional.of(readOpening(in)) : Optional.empty();
            OptionalInt score = what == RATES ? OptionalInt.of(in.readInt()) : OptionalInt.empty();
            changes.add(new LinkChange(new LinkEntry(key, opening, score), what != GOES));
        }
        return new LinkRecord(header, changes);
    }

    private static Opening readOpening(ByteReader in) {
        TreePath unit = new TreePath(in.readString());
        Optional<TreePath> area =
                Optional.of(in.readString()).filter(text -> !text.isEmpty()).map(TreePath::new);
        Answer answer = new Answer(Scale.valueOf(in.readString()), in.readInt());
        String source = in.readString();
        Subject subject = new Subject(in.readString(), in.readString(), in.readString());
        return new Opening(unit, area, answer, source, Optional.of(subject));
    }
}
