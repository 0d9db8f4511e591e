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
        writeWord(feedback.kind().name());
        writeWord(feedback.channel());
        writeWord(feedback.question());
        writeOptionalWord(feedback.answer().map(answer -> answer.scale().name()));
        out.writeByte(feedback.answer().map(Answer::score).orElse(0));
        writeOptionalWord(feedback.reaction());
        out.writeByte(feedback.imputed() ? 1 : 0);
        writeOptionalWord(feedback.about().map(SubjectType::name));
        writeOptionalWord(feedback.article());
        out.writeVarint(feedback.topics().size());
        feedback.topics().forEach(this::writeWord);
    }

    private Feedback readFeedback(ByteReader in) {
        long minute = in.readZigzag();
        TreePath unit = new TreePath(readWord(in));
        Optional<TreePath> area = readOptionalWord(in).map(TreePath::new);
        String source = readWord(in);
        FeedbackKind kind = FeedbackKind.valueOf(readWord(in));
        String channel = readWord(in);
        String question = readWord(in);
        Optional<Scale> scale = readOptionalWord(in).map(Scale::valueOf);
        int score = in.readByte();
        Optional<String> reaction = readOptionalWord(in);
        boolean imputed = in.readByte() == 1;
        Optional<SubjectType> about = readOptionalWord(in).map(SubjectType::valueOf);
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
                scale.map(known -> new Answer(known, score)),
                reaction,
                imputed,
                about,
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
