import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * Checks PDF files against veraPDF's rules and prints one JSON object a line, for each file and flavour.
 *
 * <p>Usage: java -cp CLASSPATH Validate.java FLAVOUR,FLAVOUR FILE... (flavours by veraPDF's ids: 3a, ua1, …).
 * One process checks them all, because starting Java and reading the rules costs more than checking a file.
 */
final class Validate {
    public static void main(String[] arguments) {
        VeraGreenfieldFoundryProvider.initialise();
        List<String> flavours = List.of(arguments[0].split(","));
        for (int i = 1; i < arguments.length; i++) {
            for (String line : lines(Path.of(arguments[i]), flavours)) {
                System.out.println(line);
            }
        }
    }

    /** A file that cannot be read is reported with its error, so that one broken file does not hide the others. */
    private static List<String> lines(Path file, List<String> ids) {
        List<PDFAFlavour> flavours = new ArrayList<>();
        for (String id : ids) {
            flavours.add(PDFAFlavour.byFlavourId(id));
            if (flavours.contains(PDFAFlavour.NO_FLAVOUR)) {
                return List.of(line(file, id, ", \"error\": " + quoted("veraPDF knows no flavour " + id)));
            }
        }
        List<String> lines = new ArrayList<>();
        // Read and walked through once: that is as much work as the rules of either flavour.
        try (PDFAParser parser = Foundries.defaultInstance().createParser(file.toFile(), flavours.get(0));
                PDFAValidator validator = Foundries.defaultInstance().createValidator(flavours, 3, false, true, false)) {
            for (ValidationResult result : validator.validateAll(parser)) {
                String found = ", \"checks\": " + result.getTotalAssertions() + ", \"failures\": " + failures(result);
                lines.add(line(file, result.getPDFAFlavour().getId(), found));
            }
            return lines;
        } catch (Exception fault) {
            return List.of(line(file, String.join(",", ids), ", \"error\": " + quoted(fault.toString())));
        }
    }

    private static String line(Path file, String flavour, String found) {
        return "{\"file\": " + quoted(file.toString()) + ", \"flavour\": " + quoted(flavour) + found + "}";
    }

    private static String failures(ValidationResult result) {
        Map<String, Integer> counts = new TreeMap<>();
        result.getFailedChecks().forEach(
                (rule, count) -> counts.put(rule.getClause() + "-" + rule.getTestNumber(), count));
        Map<String, TestAssertion> first = new LinkedHashMap<>();
        for (TestAssertion assertion : result.getTestAssertions()) {
            if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                first.putIfAbsent(
                        assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber(), assertion);
            }
        }
        StringBuilder list = new StringBuilder("[");
        for (Map.Entry<String, Integer> rule : counts.entrySet()) {
            TestAssertion example = first.get(rule.getKey());
            list.append(list.length() > 1 ? ", " : "")
                    .append("{\"rule\": ").append(quoted(rule.getKey()))
                    .append(", \"times\": ").append(rule.getValue())
                    .append(", \"message\": ").append(quoted(example == null ? "" : example.getMessage()))
                    .append(", \"where\": ")
                    .append(quoted(example == null ? "" : example.getLocation().getContext()))
                    .append("}");
        }
        return list.append("]").toString();
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (char c : (text == null ? "" : text).toCharArray()) {
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
