// SPDX-License-Identifier: Apache-2.0
package doorstep.api;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers what is not even a request, such as headers that are too long; nothing of it is repeated. */
final class ErrorBody implements Request.Handler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus() < HttpStatus.BAD_REQUEST_400 ? 500 : response.getStatus();
        Problem problem = Problem.of(
                status,
                status < 500 ? ProblemCode.INVALID_REQUEST : ProblemCode.FAILED,
                status < 500 ? "the server does not accept this request" : "the server cannot answer this");
        StrictHeaders.addTo(response.getHeaders());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, ResponseSender.PROBLEM_TYPE);
        response.write(true, ByteBuffer.wrap(ResponseSender.json(problem.members())), callback);
        return true;
    }
}
