// SPDX-License-Identifier: Apache-2.0
package doorstep.family;

import doorstep.avro.SatisfactionScore;
import doorstep.catalogue.Catalogue;
import doorstep.catalogue.Question;
import doorstep.event.Event;
import doorstep.event.Feedback;
import doorstep.event.Feedback.Answer;
import doorstep.event.Scale;
import doorstep.tally.Breakdown;
import doorstep.tally.Interval;
import doorstep.tally.Tally;
import doorstep.wire.Topic;
import doorstep.wire.Topics;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.specific.SpecificRecord;

/**
 * Distributions of the answers to one question on one scale. Slot 0 of the tally counts imputed answers, slot 1 + score
 * the others; everything else in a row is derived from them.
 */
public final class SatisfactionScores implements Family {
    private static final int IMPUTED = 0;
    private static final int FIRST_SCORE = 1;
    private static final int HIGHEST_DETRACTOR = 6;
    private static final int MAX_FACETS = 1_000;

    private final Catalogue catalogue;
    private final long enoughFrom;
    private final Map<Scale, Map<String, String>> facets = new EnumMap<>(Scale.class); // by scale and question

    /** @param enoughFrom number of answers from which a row says {@code enough} */
    public SatisfactionScores(Catalogue catalogue, long enoughFrom) {
        this.catalogue = catalogue;
        this.enoughFrom = enoughFrom;
        for (Scale scale : Scale.values()) {
            facets.put(scale, new ConcurrentHashMap<>());
        }
    }

    @Override
    public int code() {
        return 3;
    }

    @Override
    public Topic topic() {
        return Topics.SATISFACTION_SCORES;
    }

    @Override
    public Set<Breakdown> breakdowns() {
        return Breakdowns.OF_FEEDBACK;
    }

    @Override
    public boolean hasFacets() {
        return true;
    }

    @Override
    public List<Contribution> contributionsOf(Event event) {
        if (!(event instanceof Feedback feedback) || feedback.answer().isEmpty()) {
            return List.of();
        }
        Answer answer = feedback.answer().get();
        int slot = feedback.imputed() ? IMPUTED : FIRST_SCORE + answer.score();
        return List.of(
                new Contribution(feedback.minute(), facet(feedback.question(), answer.scale()), Tally.of(slot, 1)));
    }

    private String facet(String question, Scale scale) {
        Map<String, String> known = facets.get(scale);
        String facet = known.get(question);
        if (facet == null) {
            facet = question + ":" + scale.name();
            if (known.size() < MAX_FACETS) { // so that ever new questions cost no memory
                known.put(question, facet);
            }
        }
        return facet;
    }

    @Override
    public SpecificRecord row(RowHead head, Tally tally) {
        Scale scale = scaleOf(head.facet());
        Question question =
                catalogue.question(head.facet().substring(0, head.facet().indexOf(':')), scale);
        List<Long> distribution = new ArrayList<>();
        long answers = 0;
        long sum = 0;
        long satisfied = 0;
        for (int score = scale.lowest(); score <= scale.highest(); score++) {
            long count = tally.get(FIRST_SCORE + score);
            distribution.add(count);
            answers += count;
            sum += score * count;
            satisfied += score >= question.satisfiedFrom() ? count : 0;
        }
        SatisfactionScore row = new SatisfactionScore();
        row.setAnswers(answers);
        row.setImputed(tally.get(IMPUTED));
        row.setDistribution(distribution);
        row.setSum(sum);
        row.setSatisfied(satisfied);
        row.setEnough(answers >= enoughFrom);
        if (answers > 0) {
            Interval wilson = Interval.wilson(satisfied, answers, Interval.Z_95);
            row.setMean(mean(question.weights(), distribution, sum, answers));
            row.setSatisfiedShare((double) satisfied / answers);
            row.setSatisfiedLow(wilson.low());
            row.setSatisfiedHigh(wilson.high());
            if (scale == Scale.NPS_11) {
                long detractors = distribution.subList(0, HIGHEST_DETRACTOR + 1).stream()
                        .mapToLong(Long::longValue)
                        .sum();
                Interval nps = Interval.netPromoterScore(satisfied, detractors, answers, Interval.Z_95);
                row.setNps((double) (satisfied - detractors) / answers * 100);
                row.setNpsLow(nps.low());
                row.setNpsHigh(nps.high());
            }
        }
        return head.on(row);
    }

    private static Scale scaleOf(String facet) {
        return Scale.valueOf(facet.substring(facet.indexOf(':') + 1));
    }

    private static double mean(Optional<double[]> weights, List<Long> distribution, long sum, long answers) {
        if (weights.isEmpty()) {
            return (double) sum / answers;
        }
        double weighted = 0;
        for (int i = 0; i < distribution.size(); i++) {
            weighted += weights.get()[i] * distribution.get(i);
        }
        return weighted / answers;
    }

    @Override
    public Tally tally(SpecificRecord row) {
        SatisfactionScore scores = (SatisfactionScore) row;
        Scale scale = scaleOf(scores.getFacet());
        Tally tally = Tally.of(IMPUTED, scores.getImputed());
        for (int i = 0; i < scores.getDistribution().size(); i++) {
            int slot = FIRST_SCORE + scale.lowest() + i;
            tally = tally.plus(Tally.of(slot, scores.getDistribution().get(i)));
        }
        return tally;
    }

    @Override
    public long contributionsIn(Tally tally) {
        long[] all = {0};
        tally.forEachSlot((slot, count) -> all[0] += count);
        return all[0];
    }
}
