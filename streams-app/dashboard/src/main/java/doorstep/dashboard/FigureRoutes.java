// SPDX-License-Identifier: Apache-2.0
package doorstep.dashboard;

import doorstep.api.Ask;
import doorstep.api.Needs;
import doorstep.api.QuestionRoute;
import doorstep.api.Reply;
import doorstep.api.Rows;
import doorstep.api.Standing;
import doorstep.avro.Rejected;
import doorstep.question.Against;
import doorstep.question.Answer;
import doorstep.question.FunnelPlot;
import doorstep.question.Moment;
import doorstep.question.Question;
import doorstep.question.ScoreQuestion;
import doorstep.question.Series;
import doorstep.question.WhyMoved;
import doorstep.rows.Cells;
import doorstep.rows.RowStore;
import doorstep.tally.WindowKind;
import doorstep.wire.Topic;
import doorstep.wire.Topics;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

/** The routes of questions about figures, about the worklist, and about the pipeline. */
public final class FigureRoutes {
    private static final String PATH = "/api/v1/";
    private static final String SEARCH = "search";

    private final RowQuestions questions;
    private final Cells cells;
    private final PipelineMoments moments;
    private final PipelineRoutes ofPipeline;

    /** @param rejects the newest rows about refused records, so many at most, newest first */
    public FigureRoutes(RowStore store, PipelineMoments moments, IntFunction<List<Rejected>> rejects) {
        questions = new RowQuestions(store);
        cells = questions.cells();
        this.moments = moments;
        ofPipeline = new PipelineRoutes(moments, rejects);
    }

    public List<QuestionRoute> all() {
        List<QuestionRoute> routes = new ArrayList<>();
        for (Topic topic : Topics.figures()) {
            routes.add(new QuestionRoute(
                    PATH + topic.shortName(), needs(topic), FigureParameters.ALL, ask -> figures(topic, ask)));
        }
        String scores = PATH + Topics.SATISFACTION_SCORES.shortName();
        routes.add(
                new QuestionRoute(scores + "/why-moved", Needs.TOKEN, FigureParameters.OF_TWO_PERIODS, this::whyMoved));
        routes.add(new QuestionRoute(scores + "/funnel", Needs.TOKEN, FigureParameters.OF_SCORES, this::funnel));
        routes.add(new QuestionRoute(PATH + "units", Needs.TOKEN, Set.of(Ask.UNIT, SEARCH, Ask.LIMIT), this::units));
        routes.add(new WorklistRoute(questions, moments).at(PATH));
        routes.addAll(ofPipeline.all(PATH));
        return routes;
    }

    /** Reactions belong to no unit but the root. */
    private static Needs needs(Topic topic) {
        return topic.equals(Topics.REACTION_COUNTS) ? Needs.ROOT : Needs.TOKEN;
    }

    private Reply figures(Topic topic, Ask ask) {
        Moment moment = moments.now();
        String unit = questions.unit(ask);
        FigureParameters parameters = parameters(ask, moment);
        Question question = parameters.question(topic, unit);
        AnswerForm form = new AnswerForm(question);
        Optional<WindowKind> periods = parameters.series();
        if (periods.isPresent()) {
            Series series = questions.answer(ask, moment, it -> it.series(question, periods.get(), ask.access()));
            return new Reply(
                    moments.standing(topic, series.asOfs(), ask.access()),
                    form.members(series),
                    Optional.of(form.rows(series)));
        }
        Answer answer = questions.answer(ask, moment, it -> it.answer(question, ask.access()));
        return new Reply(
                moments.standing(topic, answer.asOfs(), ask.access()),
                form.members(answer),
                Optional.of(form.rows(answer)));
    }

    private Reply whyMoved(Ask ask) {
        Moment moment = moments.now();
        ScoreQuestion question = scoreQuestion(ask, moment);
        Against against = FigureParameters.PERIODS.get(
                ask.choice("against", FigureParameters.PERIODS.keySet(), FigureParameters.BEFORE));
        WhyMoved answer = questions.answer(ask, moment, it -> it.whyMoved(question, against, ask.access()));
        return new Reply(
                moments.standing(Topics.SATISFACTION_SCORES, answer.asOfs(), ask.access()),
                ScoreForm.members(answer),
                Optional.of(ScoreForm.rows(answer)));
    }

    private Reply funnel(Ask ask) {
        Moment moment = moments.now();
        ScoreQuestion question = scoreQuestion(ask, moment);
        FunnelPlot answer = questions.answer(ask, moment, it -> it.funnel(question, ask.access()));
        return new Reply(
                moments.standing(Topics.SATISFACTION_SCORES, answer.asOfs(), ask.access()),
                ScoreForm.members(answer),
                Optional.of(ScoreForm.rows(answer)));
    }

    /** Of the assessed question and scale unless asked otherwise. */
    private ScoreQuestion scoreQuestion(Ask ask, Moment moment) {
        return new ScoreQuestion(
                questions.unit(ask),
                ask.optional("facet").orElse(moment.settings().assessment().facet()),
                parameters(ask, moment).span());
    }

    private static FigureParameters parameters(Ask ask, Moment moment) {
        return new FigureParameters(ask, moment.settings(), oldestAsOf(moment));
    }

    private static LocalDate oldestAsOf(Moment moment) {
        return moment.asOfs().stream()
                .map(moment.settings()::dateOf)
                .min(LocalDate::compareTo)
                .orElseThrow(PipelineMoments::noFigures);
    }

    /** The units directly below one, or those whose names have a text in them. */
    private Reply units(Ask ask) {
        String unit = questions.unit(ask);
        Optional<String> search = ask.optional(SEARCH).map(text -> text.toLowerCase(Locale.ROOT));
        List<String> found = new ArrayList<>();
        if (search.isPresent()) {
            cells.forEachWithin(unit, it -> {
                if (it.toLowerCase(Locale.ROOT).contains(search.get())) {
                    found.add(it);
                }
            });
        } else {
            found.addAll(cells.below(unit));
        }
        List<List<Object>> lines = found.stream()
                .sorted()
                .limit(ask.limit())
                .map(it -> List.<Object>of(it, cells.below(it).size()))
                .toList();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("unit", unit);
        members.put("total", found.size());
        return new Reply(
                Standing.NONE, members, Optional.of(new Rows(List.of("unit", "unitsBelow"), lines, Optional.empty())));
    }
}
