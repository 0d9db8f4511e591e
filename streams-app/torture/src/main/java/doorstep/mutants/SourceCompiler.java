// SPDX-License-Identifier: Apache-2.0
package doorstep.mutants;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles one class from a text, against classes that were compiled before. */
final class SourceCompiler {
    private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();

    private static final class Text extends SimpleJavaFileObject {
        private final String text;

        Text(String type, String text) {
            super(URI.create("text:///" + type.replace('.', '/') + Kind.SOURCE.extension), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    /**
     * @param type name of the class, with its package
     * @param into directory for its class files
     * @return the errors, if there are any
     */
    Optional<String> compile(String type, String text, String classPath, Path into) throws IOException {
        DiagnosticCollector<JavaFileObject> messages = new DiagnosticCollector<>();
        List<String> options =
                List.of("-d", into.toString(), "-cp", classPath, "-proc:none", "-implicit:none", "-parameters");
        boolean compiled = compiler.getTask(null, null, messages, options, null, List.of(new Text(type, text)))
                .call();
        return compiled
                ? Optional.empty()
                : Optional.of(messages.getDiagnostics().stream()
                        .filter(message -> message.getKind() == Diagnostic.Kind.ERROR)
                        .map(Diagnostic::toString)
                        .collect(Collectors.joining("; ")));
    }
}
