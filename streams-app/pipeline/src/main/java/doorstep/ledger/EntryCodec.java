package doorstep.ledger;

import doorstep.codec.ByteReader;
import doorstep.codec.ByteWriter;
import doorstep.event.Event;
import doorstep.event.Feedback;
import doorstep.event.Feedback.Answer;
import doorstep.event.FeedbackKind;
import doorstep.event.Scale;
import doorstep.event.SubjectType;
import doorstep.event.TreePath;
import doorstep.event.Version;
import doorstep.event.Visit;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Entries as a few dozen bytes, strings by number. The first byte is the version of the format. */
final class EntryCodec {
    private static final int FORMAT = 1;
    private static final int NOTHING = 0;
    private static final int VISIT = 1;
    private static final int FEEDBACK = 2;
    private static final int IMPUTED = 1;

    private final Dictionary dictionary;
    private final ByteWriter out = new ByteWriter();

    EntryCodec(Dictionary dictionary) {
        this.dictionary = dictionary;
    }

    byte[] toBytes(Entry entry) {
        out.reset().writeByte(FORMAT);
        out.writeVarint(entry.version().revision()).writeLong(entry.version().contentHash());
        Event event = entry.event().orElse(null);
        if (event == null) {
            out.writeByte(NOTHING);
        } else if (event instanceof Visit visit) {
            out.writeByte(VISIT);
            write(visit);
        } else if (event instanceof Feedback feedback) {
            out.writeByte(FEEDBACK);
            write(feedback);
        } else {
            throw new AssertionError(event);
        }
        return out.toBytes();
    }

    Entry fromBytes(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        int format = in.readByte();
        if (format != FORMAT) {
            throw new IllegalStateException("ledger entry of format " + format + "; this version reads " + FORMAT);
        }
        Version version = new Version(in.readVarint(), in.readLong());
        int kind = in.readByte();
        return new Entry(
                version,
                switch (kind) {
                    case NOTHING -> Optional.empty();
                    case VISIT -> Optional.of(readVisit(in));
                    case FEEDBACK -> Optional.of(readFeedback(in));
                    default -> throw new IllegalStateException("ledger entry of kind " + kind);
                });
    }

    private void write(Visit visit) {
        writePlaceAndTime(visit);
        writeWord(visit.category());
        writeWord(visit.mode());
        out.writeVarint(visit.households()).writeVarint(visit.people()).writeVarint(visit.feedbackAsked());
    }

    private Visit readVisit(ByteReader in) {
        return new Visit(
                in.readZigzag(),
                new TreePath(readWord(in)),
                readOptionalWord(in).map(TreePath::new),
                readWord(in),
                readWord(in),
                in.readInt(),
                in.readInt(),
                in.readInt());
    }

    private void write(Feedback feedback) {
        writePlaceAndTime(feedback);
        writeWord(feedback.source());
        out.writeByte(feedback.kind().ordinal());
        writeWord(feedback.channel());
        writeWord(feedback.question());
        // Scale and score in one byte: scores run from 0 to 10.
        out.writeByte(feedback.answer()
                .map(answer -> 1 + answer.scale().ordinal() * 16 + answer.score())
                .orElse(0));
        writeOptionalWord(feedback.reaction());
        out.writeByte((feedback.imputed() ? IMPUTED : 0)
                | feedback.about().map(type -> type.ordinal() + 1).orElse(0) << 1);
        writeOptionalWord(feedback.article());
        out.writeVarint(feedback.topics().size());
        feedback.topics().forEach(this::writeWord);
    }

    private Feedback readFeedback(ByteReader in) {
        long minute = in.readZigzag();
        TreePath unit = new TreePath(readWord(in));
        Optional<TreePath> area = readOptionalWord(in).map(TreePath::new);
        String source = readWord(in);
        FeedbackKind kind = FeedbackKind.values()[in.readByte()];
        String channel = readWord(in);
        String question = readWord(in);
        int answer = in.readByte() - 1;
        Optional<String> reaction = readOptionalWord(in);
        int flags = in.readByte();
        Optional<String> article = readOptionalWord(in);
        SortedSet<String> topics = new TreeSet<>();
        for (int left = in.readInt(); left > 0; left--) {
            topics.add(readWord(in));
        }
        return new Feedback(
                minute,
                unit,
                area,
                source,
                kind,
                channel,
                question,
                answer < 0 ? Optional.empty() : Optional.of(new Answer(Scale.values()[answer / 16], answer % 16)),
                reaction,
                (flags & IMPUTED) != 0,
                flags >> 1 == 0 ? Optional.empty() : Optional.of(SubjectType.values()[(flags >> 1) - 1]),
                article,
                topics);
    }

    private void writePlaceAndTime(Event event) {
        out.writeZigzag(event.minute());
        writeWord(event.unit().text());
        writeOptionalWord(event.area().map(TreePath::text));
    }

    private void writeWord(String word) {
        out.writeVarint(dictionary.numberOf(word));
    }

    private void writeOptionalWord(Optional<String> word) {
        out.writeVarint(word.map(dictionary::numberOf).orElse(0));
    }

    private String readWord(ByteReader in) {
        return dictionary.word(in.readInt());
    }

    private Optional<String> readOptionalWord(ByteReader in) {
        int number = in.readInt();
        return number == 0 ? Optional.empty() : Optional.of(dictionary.word(number));
    }
}
