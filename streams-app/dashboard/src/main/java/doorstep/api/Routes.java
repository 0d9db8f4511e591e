// SPDX-License-Identifier: Apache-2.0
package doorstep.api;

import doorstep.question.Access;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The routes: those of the frame, and one or two for each question. */
final class Routes {
    private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";
    private static final String PUBLIC = "public, max-age=300";

    private final ApiContent content;
    private final ResponseSender replies;
    private final QuestionRunner runner;
    private final AnswerWriter answers;

    Routes(ApiContent content, ResponseSender replies, QuestionRunner runner) {
        this.content = content;
        this.replies = replies;
        this.runner = runner;
        answers = new AnswerWriter(replies);
    }

    void addTo(RoutesConfig routes, Changes changes) {
        OpenApi openApi = OpenApi.bundled();
        String page = ApiPage.html(openApi);
        get(routes, "/api", Needs.OPEN, context -> file(context, "text/html; charset=utf-8", page));
        get(
                routes,
                ApiPage.STYLE_PATH,
                Needs.OPEN,
                context -> file(context, "text/css; charset=utf-8", ApiPage.style()));
        get(
                routes,
                "/api/v1/openapi.json",
                Needs.OPEN,
                context -> file(context, ResponseSender.JSON_TYPE, openApi.json()));
        get(routes, "/api/v1/changes", Needs.TOKEN, changes::open);
        get(routes, "/health", Needs.PROBE, context -> probe(context, content.health()));
        get(routes, "/ready", Needs.PROBE, context -> probe(context, content.ready()));
        get(routes, "/metrics", Needs.ROOT, context -> {
            parameters(context, Set.of());
            replies.text(context, METRICS_TYPE, content.metrics().get());
        });
        StaticFiles files = new StaticFiles(replies);
        content.files().forEach(file -> get(routes, file.path(), Needs.OPEN, files.handler(file)));
        content.questions().forEach(question -> {
            get(routes, question.path(), question.needs(), context -> answer(context, question));
            get(routes, question.path() + QuestionRoute.CSV, question.needs(), context -> answer(context, question));
        });
    }

    private static void get(RoutesConfig routes, String path, Needs needs, Handler handler) {
        routes.get(path, handler, needs);
        routes.head(path, handler, needs);
    }

    private void file(Context context, String type, String text) {
        context.header("Cache-Control", PUBLIC);
        replies.text(context, type, text);
    }

    private void probe(Context context, Supplier<Probe> supplier) {
        Probe probe = supplier.get();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("status", probe.status());
        if (Guard.access(context).filter(Access::isRoot).isPresent()) {
            members.putAll(probe.details());
        }
        context.status(probe.good() ? 200 : 503);
        replies.json(context, members);
    }

    private void answer(Context context, QuestionRoute question) {
        boolean csv = AnswerWriter.wantsCsv(context);
        Map<String, String> parameters = parameters(context, question.parameters());
        Access access = Guard.access(context).orElseThrow();
        answers.send(context, runner.run(question.responder(), parameters, access), csv);
    }

    private static Map<String, String> parameters(Context context, Set<String> allowed) {
        return QueryString.parse(context.queryString(), allowed);
    }
}
