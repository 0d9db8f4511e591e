// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import doorstep.event.Commitment;
import doorstep.event.CommitmentKind;
import doorstep.event.Event;
import doorstep.event.Feedback;
import doorstep.event.FeedbackKind;
import doorstep.event.Outcome;
import doorstep.event.Scale;
import doorstep.event.SubjectType;
import doorstep.event.TreePath;
import doorstep.event.Visit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;

/** Random events of a random tree of units, some of which are alike, or look alike. */
final class RandomEvents {
    private static final List<String> NAMES = List.of("a", "a-b", "a b", "b", "é", "北京", "～", "𝔸", "z0");
    private static final List<String> AREAS = List.of("x", "x/y", "x/y/z", "x-y", "南");
    private static final List<String> CODES = List.of("P", "Q", "R");
    private static final List<String> QUESTIONS = List.of("OVERALL", "OVERALL", "OVERALL", "SAFETY");
    private static final int DEPTH = 4;
    private static final long MINUTE_MS = 60_000;

    private final Random dice;
    /** Of commitments, which no figure depends on: a stream of its own leaves that of everything else as it is. */
    private final Random sources = new Random(1);

    private final List<TreePath> units = new ArrayList<>();

    RandomEvents(Random dice) {
        this.dice = dice;
        grow("", 1);
    }

    private void grow(String above, int depth) {
        int children = depth == 1 ? 3 : dice.nextInt(4);
        for (int i = 0; i < children; i++) {
            String unit = above + pick(NAMES);
            TreePath path = new TreePath(unit);
            if (!units.contains(path)) {
                units.add(path);
                if (depth < DEPTH) {
                    grow(unit + "/", depth + 1);
                }
            }
        }
    }

    private <T> T pick(List<T> list) {
        return list.get(dice.nextInt(list.size()));
    }

    private <T> Optional<T> maybe(List<T> list) {
        return dice.nextInt(3) == 0 ? Optional.empty() : Optional.of(pick(list));
    }

    private Optional<TreePath> area() {
        return maybe(AREAS).map(TreePath::new);
    }

    /** @param minute at which it happened; later moments of a commitment are up to half a year later */
    Event at(long minute) {
        return switch (dice.nextInt(6)) {
            case 0 -> visit(minute);
            case 1 -> commitment(minute);
            default -> feedback(minute);
        };
    }

    private Event visit(long minute) {
        return Visit.builder(minute, pick(units))
                .area(area())
                .category(pick(CODES))
                .mode(dice.nextBoolean() ? "SERVICE_POINT" : "DOOR")
                .households(dice.nextInt(3))
                .people(dice.nextInt(5))
                .feedbackAsked(dice.nextInt(4))
                .build();
    }

    private Event feedback(long minute) {
        FeedbackKind kind = dice.nextInt(4) > 0 ? FeedbackKind.RATING : pick(List.of(FeedbackKind.values()));
        boolean rating = kind == FeedbackKind.RATING;
        Scale scale = dice.nextInt(5) > 0 ? Scale.GRADE_5 : pick(List.of(Scale.values()));
        int score = Math.max(
                scale.lowest() + dice.nextInt(scale.highest() - scale.lowest() + 1),
                scale.lowest() + dice.nextInt(scale.highest() - scale.lowest() + 1));
        boolean article = kind == FeedbackKind.REACTION && dice.nextBoolean();
        SortedSet<String> topics = new TreeSet<>();
        for (int left = dice.nextInt(3); left > 0; left--) {
            topics.add(pick(CODES));
        }
        return Feedback.builder(minute, pick(units))
                .area(area())
                .source(pick(CODES))
                .kind(kind)
                .channel(dice.nextBoolean() ? "SERVICE_POINT" : "PHONE")
                .question(rating ? pick(QUESTIONS) : "OVERALL")
                .answer(rating ? Optional.of(new Feedback.Answer(scale, score)) : Optional.empty())
                .reaction(kind == FeedbackKind.REACTION ? Optional.of(pick(List.of("SAD", "MOVED"))) : Optional.empty())
                .imputed(rating && dice.nextInt(6) == 0)
                .about(article ? Optional.of(SubjectType.ARTICLE) : maybe(List.of(SubjectType.VISIT)))
                .article(article ? Optional.of("article/" + dice.nextInt(2)) : Optional.empty())
                .topics(topics)
                .build();
    }

    private Event commitment(long minute) {
        long opened = minute * MINUTE_MS + dice.nextInt((int) MINUTE_MS);
        OptionalLong closed = later(opened);
        Optional<Outcome> outcome = closed.isPresent() ? maybe(List.of(Outcome.values())) : Optional.empty();
        return Commitment.builder(
                        pick(List.of(CommitmentKind.DUTY, CommitmentKind.REQUEST, CommitmentKind.SUGGESTION)),
                        pick(units),
                        opened)
                .source(CODES.get(sources.nextInt(CODES.size())))
                .area(area())
                .category(Optional.of(pick(CODES)))
                .acknowledgedAt(later(opened))
                .assignedAt(later(opened))
                .firstDueAt(later(opened))
                .dueAt(later(opened))
                .closedAt(closed)
                .outcome(outcome)
                .returnedAt(later(opened).stream().boxed().toList())
                .visitedAt(later(opened))
                .build();
    }

    private OptionalLong later(long opened) {
        long most = 1L << dice.nextInt(34); // up to 200 days
        return dice.nextInt(3) == 0
                ? OptionalLong.empty()
                : OptionalLong.of(opened + (long) (dice.nextDouble() * most));
    }
}
