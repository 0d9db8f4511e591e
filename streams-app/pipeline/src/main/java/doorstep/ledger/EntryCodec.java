// SPDX-License-Identifier: Apache-2.0
package doorstep.ledger;

import doorstep.codec.ByteReader;
import doorstep.codec.ByteWriter;
import doorstep.event.Commitment;
import doorstep.event.CommitmentKind;
import doorstep.event.Event;
import doorstep.event.Feedback;
import doorstep.event.Feedback.Answer;
import doorstep.event.FeedbackKind;
import doorstep.event.Identity;
import doorstep.event.Link;
import doorstep.event.Outcome;
import doorstep.event.Scale;
import doorstep.event.SubjectType;
import doorstep.event.TreePath;
import doorstep.event.Version;
import doorstep.event.Visit;
import doorstep.integrity.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Encodes entries in a few dozen bytes: strings by number, small fields as bits. The first byte is the format version,
 * the second the kind of event. Constants of closed lists are encoded as positions in the list, so new ones must be
 * appended.
 */
final class EntryCodec {
    static final int FORMAT = 3; // 1 encoded null values as a revision above 31 bits, 2 had no sources of commitments
    private static final int NOTHING = 0;
    private static final int VISIT = 1;
    private static final int FEEDBACK = 2;
    private static final int COMMITMENT = 3;
    private static final int NULL_VALUE = 4;
    private static final int MS_OF_MINUTE = 60_000;

    private static final List<FeedbackKind> FEEDBACK_KINDS =
            List.of(FeedbackKind.RATING, FeedbackKind.REACTION, FeedbackKind.SUGGESTION, FeedbackKind.REPORT);
    private static final List<SubjectType> SUBJECTS =
            List.of(SubjectType.VISIT, SubjectType.COMMITMENT, SubjectType.ARTICLE);
    private static final List<Scale> SCALES = List.of(Scale.STARS_5, Scale.GRADE_5, Scale.NPS_11, Scale.YES_NO);
    private static final List<CommitmentKind> COMMITMENT_KINDS =
            List.of(CommitmentKind.DUTY, CommitmentKind.REQUEST, CommitmentKind.SUGGESTION, CommitmentKind.CALLBACK);
    private static final List<Outcome> OUTCOMES =
            List.of(Outcome.RESOLVED, Outcome.UNRESOLVED, Outcome.REFUSED, Outcome.DUPLICATE);

    private final Dictionary dictionary;
    private final ByteWriter out = new ByteWriter();

    EntryCodec(Dictionary dictionary) {
        this.dictionary = dictionary;
    }

    byte[] toBytes(Entry entry) {
        out.reset().writeByte(FORMAT);
        Event event = entry.event().orElse(null);
        if (entry.version().isFinal()) {
            out.writeByte(NULL_VALUE);
        } else if (event == null) {
            begin(NOTHING, entry.version());
        } else if (event instanceof Visit visit) {
            begin(VISIT, entry.version());
            write(visit);
        } else if (event instanceof Feedback feedback) {
            begin(FEEDBACK, entry.version());
            write(feedback);
        } else if (event instanceof Commitment commitment) {
            begin(COMMITMENT, entry.version());
            write(commitment);
        } else {
            throw new AssertionError(event);
        }
        return out.toBytes();
    }

    private void begin(int kind, Version version) {
        out.writeByte(kind).writeVarint(version.revision()).writeLong(version.contentHash());
    }

    Entry fromBytes(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        RefusedException.requireFormat(in.readByte(), FORMAT, "a ledger entry");
        int kind = in.readByte();
        if (kind == NULL_VALUE) {
            return new Entry(Version.FINAL, Optional.empty());
        }
        Version version = new Version(in.readVarint(), in.readLong());
        return new Entry(
                version,
                switch (kind) {
                    case NOTHING -> Optional.empty();
                    case VISIT -> Optional.of(readVisit(in));
                    case FEEDBACK -> Optional.of(readFeedback(in));
                    case COMMITMENT -> Optional.of(readCommitment(in));
                    default -> throw new IllegalStateException("ledger entry of kind " + kind);
                });
    }

    // ---- Visits

    private void write(Visit visit) {
        out.writeZigzag(visit.minute());
        writeUnitAndArea(visit);
        writeWord(visit.category());
        writeWord(visit.mode());
        out.writeVarint(visit.households()).writeVarint(visit.people()).writeVarint(visit.feedbackAsked());
        out.writeByte(visit.fulfils().isPresent() ? 1 : 0);
        visit.fulfils().ifPresent(link -> writeLink(link, visit.minute()));
    }

    private Visit readVisit(ByteReader in) {
        long minute = in.readZigzag();
        return Visit.builder(minute, new TreePath(readWord(in)))
                .area(readOptionalWord(in).map(TreePath::new))
                .category(readWord(in))
                .mode(readWord(in))
                .households(in.readInt())
                .people(in.readInt())
                .feedbackAsked(in.readInt())
                .fulfils(in.readByte() == 1 ? Optional.of(readLink(in, minute)) : Optional.empty())
                .build();
    }

    // ---- Feedback

    private void write(Feedback feedback) {
        out.writeZigzag(feedback.minute());
        writeUnitAndArea(feedback);
        writeWord(feedback.source());
        Bits bits = new Bits();
        bits.put(2, FEEDBACK_KINDS.indexOf(feedback.kind()));
        bits.put(1, feedback.imputed() ? 1 : 0);
        bits.put(2, codeOf(feedback.about(), SUBJECTS));
        bits.put(1, feedback.article().isPresent() ? 1 : 0);
        bits.put(1, feedback.reaction().isPresent() ? 1 : 0);
        bits.put(3, codeOf(feedback.answer().map(Answer::scale), SCALES));
        bits.put(4, feedback.answer().map(Answer::score).orElse(0));
        bits.put(1, feedback.callBack().isPresent() ? 1 : 0);
        bits.put(1, feedback.topics().isEmpty() ? 0 : 1);
        out.writeByte(bits.all()).writeByte(bits.all() >> 8);
        writeWord(feedback.channel());
        writeWord(feedback.question());
        feedback.reaction().ifPresent(this::writeWord);
        feedback.article().ifPresent(this::writeWord);
        feedback.callBack().ifPresent(link -> {
            if (link.isToItself()) {
                writeMoment(link, feedback.minute());
            } else {
                writeLink(link, feedback.minute());
            }
        });
        if (!feedback.topics().isEmpty()) {
            out.writeVarint(feedback.topics().size());
            feedback.topics().forEach(this::writeWord);
        }
    }

    private Feedback readFeedback(ByteReader in) {
        long minute = in.readZigzag();
        TreePath unit = new TreePath(readWord(in));
        Optional<TreePath> area = readOptionalWord(in).map(TreePath::new);
        String source = readWord(in);
        Bits bits = new Bits((in.readByte() & 0xff) | (in.readByte() & 0xff) << 8);
        FeedbackKind kind = FEEDBACK_KINDS.get(bits.take(2));
        boolean imputed = bits.take(1) == 1;
        Optional<SubjectType> about = constant(bits.take(2), SUBJECTS);
        boolean hasArticle = bits.take(1) == 1;
        boolean hasReaction = bits.take(1) == 1;
        Optional<Scale> scale = constant(bits.take(3), SCALES);
        int score = bits.take(4);
        boolean hasCallBack = bits.take(1) == 1;
        boolean hasTopics = bits.take(1) == 1;
        String channel = readWord(in);
        String question = readWord(in);
        Optional<String> reaction = hasReaction ? Optional.of(readWord(in)) : Optional.empty();
        Optional<String> article = hasArticle ? Optional.of(readWord(in)) : Optional.empty();
        Optional<Link> callBack = Optional.empty();
        if (hasCallBack) {
            callBack = Optional.of(about.isPresent() ? readLink(in, minute) : Link.toItself(readMoment(in, minute)));
        }
        SortedSet<String> topics = new TreeSet<>();
        for (int left = hasTopics ? in.readInt() : 0; left > 0; left--) {
            topics.add(readWord(in));
        }
        return Feedback.builder(minute, unit)
                .area(area)
                .source(source)
                .kind(kind)
                .channel(channel)
                .question(question)
                .answer(scale.map(known -> new Answer(known, score)))
                .reaction(reaction)
                .imputed(imputed)
                .about(about)
                .article(article)
                .topics(topics)
                .callBack(callBack)
                .build();
    }

    // ---- Commitments

    private void write(Commitment commitment) {
        if (commitment.visitedAt().isPresent()) {
            throw new IllegalArgumentException("visits are links of their own and not the commitment's");
        }
        out.writeZigzag(commitment.openedAt());
        writeUnitAndArea(commitment);
        writeWord(commitment.source());
        writeOptionalWord(commitment.category());
        Bits bits = new Bits();
        bits.put(2, COMMITMENT_KINDS.indexOf(commitment.kind()));
        bits.put(3, codeOf(commitment.outcome(), OUTCOMES));
        for (OptionalLong moment : moments(commitment)) {
            bits.put(1, moment.isPresent() ? 1 : 0);
        }
        out.writeByte(bits.all()).writeByte(bits.all() >> 8);
        for (OptionalLong moment : moments(commitment)) {
            moment.ifPresent(ms -> out.writeVarint(ms - commitment.openedAt()));
        }
        for (List<Long> list : List.of(commitment.returnedAt(), commitment.reopenedAt())) {
            out.writeVarint(list.size());
            list.forEach(ms -> out.writeVarint(ms - commitment.openedAt()));
        }
        if (commitment.kind() == CommitmentKind.DUTY) {
            out.writeString(commitment.id().orElseThrow());
        }
    }

    private static List<OptionalLong> moments(Commitment commitment) {
        return List.of(
                commitment.acknowledgedAt(),
                commitment.assignedAt(),
                commitment.firstDueAt(),
                commitment.dueAt(),
                commitment.closedAt());
    }

    private Commitment readCommitment(ByteReader in) {
        long openedAt = in.readZigzag();
        TreePath unit = new TreePath(readWord(in));
        Optional<TreePath> area = readOptionalWord(in).map(TreePath::new);
        String source = readWord(in);
        Optional<String> category = readOptionalWord(in);
        Bits bits = new Bits((in.readByte() & 0xff) | (in.readByte() & 0xff) << 8);
        CommitmentKind kind = COMMITMENT_KINDS.get(bits.take(2));
        Optional<Outcome> outcome = constant(bits.take(3), OUTCOMES);
        return Commitment.builder(kind, unit, openedAt)
                .source(source)
                .area(area)
                .category(category)
                .outcome(outcome)
                .acknowledgedAt(readOptionalMoment(bits, in, openedAt))
                .assignedAt(readOptionalMoment(bits, in, openedAt))
                .firstDueAt(readOptionalMoment(bits, in, openedAt))
                .dueAt(readOptionalMoment(bits, in, openedAt))
                .closedAt(readOptionalMoment(bits, in, openedAt))
                .returnedAt(readMoments(in, openedAt))
                .reopenedAt(readMoments(in, openedAt))
                .id(kind == CommitmentKind.DUTY ? Optional.of(in.readString()) : Optional.empty())
                .build();
    }

    private static OptionalLong readOptionalMoment(Bits bits, ByteReader in, long openedAt) {
        return bits.take(1) == 1 ? OptionalLong.of(openedAt + in.readVarint()) : OptionalLong.empty();
    }

    private static List<Long> readMoments(ByteReader in, long openedAt) {
        List<Long> moments = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            moments.add(openedAt + in.readVarint());
        }
        return moments;
    }

    // ---- Parts

    private void writeUnitAndArea(Event event) {
        writeWord(event.unit().text());
        writeOptionalWord(event.area().map(TreePath::text));
    }

    private void writeLink(Link link, long minute) {
        out.writeLong(link.target().high()).writeLong(link.target().low());
        writeMoment(link, minute);
    }

    private void writeMoment(Link link, long minute) {
        out.writeVarint(link.at() - minute * MS_OF_MINUTE);
    }

    private static Link readLink(ByteReader in, long minute) {
        Identity target = new Identity(in.readLong(), in.readLong());
        return new Link(target, readMoment(in, minute));
    }

    private static long readMoment(ByteReader in, long minute) {
        return minute * MS_OF_MINUTE + in.readVarint();
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

    /** 0 = absent, 1 = the first constant. */
    private static <E> int codeOf(Optional<E> constant, List<E> list) {
        return constant.map(known -> list.indexOf(known) + 1).orElse(0);
    }

    private static <E> Optional<E> constant(int place, List<E> list) {
        return place == 0 ? Optional.empty() : Optional.of(list.get(place - 1));
    }

    /** Packs small numbers into one, the first one lowest. */
    private static final class Bits {
        private int bits;
        private int size;

        Bits() {
            this(0);
        }

        Bits(int bits) {
            this.bits = bits;
        }

        void put(int width, int number) {
            bits |= number << size;
            size += width;
        }

        int take(int width) {
            int number = bits & ((1 << width) - 1);
            bits >>= width;
            return number;
        }

        int all() {
            return bits;
        }
    }
}
