// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// octet validate: what a quantized model lost against its float original, on the user's samples.
#include <CLI/CLI.hpp>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <vector>

#include "commands.hpp"
#include "octet/convert/compare.hpp"
#include "octet/convert/error.hpp"
#include "octet/convert/executor.hpp"
#include "octet/convert/file.hpp"
#include "octet/convert/mapping.hpp"
#include "octet/convert/model_file.hpp"
#include "octet/convert/npy.hpp"
#include "octet/convert/samples.hpp"
#include "octet/report/table.hpp"
#include "octet/report/validation.hpp"
#include "octet/report/validation_page.hpp"
#include "progress.hpp"

namespace {

namespace convert = octet::convert;
namespace report = octet::report;
namespace fs = std::filesystem;

struct validate_arguments {
  std::string reference, quantized, data, labels, mapping, page;
  std::vector<std::string> classes;
  bool json = false;
};

convert::layer_comparison open_models(const validate_arguments& o, report::validation& v) {
  const std::vector<std::uint8_t> reference = convert::read_model(o.reference);
  const std::vector<std::uint8_t> quantized = convert::read_file(o.quantized);
  v.reference = {fs::path(o.reference).filename().string(), reference.size()};
  v.quantized = {fs::path(o.quantized).filename().string(), quantized.size()};
  const auto load = [](const std::string& path, const std::vector<std::uint8_t>& file) {
    return convert::with_path(path, [&] { return convert::executor(file); });
  };
  return {load(o.reference, reference), load(o.quantized, quantized), load(o.quantized, quantized),
          [&](const octet::graph& a, const octet::graph& b) {
            return o.mapping.empty() ? convert::pair_layers(a, b)
                                     : convert::pair_layers(a, b, convert::read_mapping(o.mapping));
          }};
}

/// Takes in the outputs of the sample that both models have just run.
void see_outputs(report::validation& v, convert::layer_comparison& models,
                 const std::int64_t* label) {
  for (std::size_t k = 0; k < v.outputs.size(); ++k) {
    const std::span<const float> a = models.reference().output(k), b = models.quantized().output(k);
    // Labels are about the first output: the classifier's.
    if (k != 0 || label == nullptr) {
      v.outputs[k].see(a, b);
      continue;
    }
    v.outputs[k].see(a, b, *label);
    if (!v.is_labelled()) {
      v.reference_confusion.emplace(a.size());
      v.quantized_confusion.emplace(b.size());
    }
    const auto right = static_cast<std::size_t>(*label);
    v.reference_confusion->see(right, convert::arg_max(a));
    v.quantized_confusion->see(right, convert::arg_max(b));
  }
}

report::validation compare(const validate_arguments& o) {
  report::validation v;
  std::vector<std::int64_t> labels;
  if (!o.labels.empty()) labels = convert::read_labels(o.labels);
  convert::layer_comparison models = open_models(o, v);
  const std::size_t outputs = models.reference().model().outputs().size();
  if (models.quantized().model().outputs().size() != outputs)
    throw convert::convert_error("the models have " + std::to_string(outputs) + " and " +
                                 std::to_string(models.quantized().model().outputs().size()) +
                                 " outputs");
  convert::samples samples{o.data, models.reference().sample_size()};
  if (!labels.empty() && labels.size() != samples.count()) {
    throw convert::convert_error(o.labels + ": " + std::to_string(labels.size()) + " labels for " +
                                 std::to_string(samples.count()) + " samples");
  }
  v.outputs.resize(outputs);
  v.classes = o.classes;
  v.samples = samples.count();
  terminal_bar progress("validate");
  for (std::size_t i = 0; i < samples.count(); ++i) {
    models.see(samples[i]);
    see_outputs(v, models, labels.empty() ? nullptr : &labels[i]);
    progress.update(static_cast<double>(i + 1) / static_cast<double>(samples.count()));
  }
  v.layers = models.layers();
  v.operators = static_cast<std::size_t>(models.reference().model().node_count());
  return v;
}

/// JSON has no infinity; an unbounded ratio is null.
nlohmann::ordered_json number(double value) {
  return std::isfinite(value) ? nlohmann::ordered_json(value) : nlohmann::ordered_json();
}

nlohmann::ordered_json to_json(const convert::output_comparison& c, bool labelled) {
  nlohmann::ordered_json j;
  if (labelled) {
    j["accuracy_float"] = c.reference_accuracy();
    j["accuracy_quantized"] = c.other_accuracy();
  }
  j["rmse"] = c.sums().rmse();
  j["mae"] = c.sums().mae();
  j["relative_l2"] = number(c.sums().relative_l2());
  j["cosine"] = c.sums().cosine();
  j["sqnr_db"] = number(c.sums().sqnr());
  j["agreement"] = c.agreement();
  return j;
}

nlohmann::ordered_json to_json(const convert::signal_sums& s) {
  return {{"sqnr_db", number(s.sqnr())},
          {"cosine", s.cosine()},
          {"relative_l2", number(s.relative_l2())},
          {"max_error", number(s.largest)}};
}

nlohmann::ordered_json to_json(const convert::compared_layer& l) {
  nlohmann::ordered_json j{
      {"operator", l.node}, {"type", std::string(name_of(l.code))}, {"output", l.tensor}};
  j.update(to_json(l.sums));
  j["saturation"] = l.codes ? nlohmann::ordered_json(l.saturation()) : nlohmann::ordered_json();
  j["isolated"] = to_json(l.isolated);
  return j;
}

void print_json(const report::validation& v) {
  // The first output's figures stand on top, where most models have all of theirs.
  nlohmann::ordered_json j{{"samples", v.samples}};
  if (!v.outputs.empty()) j.update(to_json(v.outputs[0], v.is_labelled()));
  j["outputs"] = nlohmann::ordered_json::array();
  for (std::size_t k = 0; k < v.outputs.size(); ++k)
    j["outputs"].push_back(to_json(v.outputs[k], v.is_labelled() && k == 0));
  j["layers"] = nlohmann::ordered_json::array();
  for (const convert::compared_layer& l : v.layers) j["layers"].push_back(to_json(l));
  // A name in the file may be no UTF-8.
  std::puts(j.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace).c_str());
}

void print_layers(const report::validation& v) {
  if (v.layers.empty()) {
    std::puts("\nno layer is in both models; a mapping (--mapping) says which are the same");
    return;
  }
  const auto text = [](const char* format, double value) {
    char line[32];
    std::snprintf(line, sizeof line, format, value);
    return std::string(line);
  };
  report::text_table table{
      {"#", "operator", "output", "alone dB", "SQNR dB", "cosine", "max error", "cut off %"}};
  for (const convert::compared_layer& l : v.layers)
    table.add({std::to_string(l.node), std::string(name_of(l.code)),
               l.tensor.size() > 48 ? l.tensor.substr(0, 45) + "..." : l.tensor,
               text("%.1f", l.isolated.sqnr()), text("%.1f", l.sums.sqnr()),
               text("%.5f", l.sums.cosine()), text("%.4g", l.sums.largest),
               l.codes ? text("%.2f", 100 * l.saturation()) : "-"});
  std::printf("\n%s", table.text().c_str());
}

void print_text(const report::validation& v) {
  for (std::size_t k = 0; k < v.outputs.size(); ++k) {
    const convert::output_comparison& c = v.outputs[k];
    std::printf("output %zu, %llu samples\n", k, static_cast<unsigned long long>(c.samples()));
    if (v.is_labelled() && k == 0) {
      std::printf("  accuracy     float %.2f %%, quantized %.2f %% (%+.2f points)\n",
                  100 * c.reference_accuracy(), 100 * c.other_accuracy(),
                  100 * (c.other_accuracy() - c.reference_accuracy()));
    }
    std::printf("  RMSE         %.6g\n  MAE          %.6g\n  relative L2  %.6g\n", c.sums().rmse(),
                c.sums().mae(), c.sums().relative_l2());
    std::printf("  cosine       %.6f\n  SQNR         %.1f dB\n  agreement    %.2f %% of arg-max\n",
                c.sums().cosine(), c.sums().sqnr(), 100 * c.agreement());
  }
  print_layers(v);
}

void validate(const validate_arguments& o) {
  // Found out before the samples are run, not after them.
  if (!o.page.empty()) convert::check_writable(o.page);
  const report::validation v = compare(o);
  if (!o.page.empty()) convert::write_file(o.page, report::validation_page(v));
  o.json ? print_json(v) : print_text(v);
}

}  // namespace

void add_validate(CLI::App& app) {
  auto o = std::make_shared<validate_arguments>();
  CLI::App* command =
      app.add_subcommand("validate", "Compare a quantized model with its float original");
  command->add_option("FLOAT", o->reference, "float model: .tflite, or Keras .h5")->required();
  command->add_option("QUANT", o->quantized, "quantized .tflite model")->required();
  command->add_option("--data", o->data, "samples (.npy, float32) as the float model takes them")
      ->required();
  CLI::Option* labels = command->add_option(
      "--labels", o->labels, "the true classes (.npy, integers): adds the accuracy of both");
  command->add_option("--mapping", o->mapping,
                      "which layers are the same (.json, as quantize writes it); without it by "
                      "order or name");
  CLI::Option* page = command->add_option(
      "--report", o->page, "write a page (.html) with charts; it needs no network to be looked at");
  command->add_option("--classes", o->classes, "names of the classes for the report, as in a,b,c")
      ->delimiter(',')
      ->needs(labels)
      ->needs(page);
  command->add_flag("--json", o->json, "print one JSON object instead of text");
  command->callback([o] { validate(*o); });
}
