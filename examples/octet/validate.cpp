// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// octet validate: what a quantized model lost against its float original, on the user's samples.
#include <CLI/CLI.hpp>
#include <cmath>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "commands.hpp"
#include "octet/convert/compare.hpp"
#include "octet/convert/file.hpp"
#include "octet/convert/model_file.hpp"
#include "octet/convert/npy.hpp"
#include "octet/convert/samples.hpp"
#include "octet/report/progress.hpp"

namespace {

namespace convert = octet::convert;
namespace report = octet::report;

struct options {
  std::string reference, quantized, data, labels;
  bool json = false;
};

using comparisons = std::vector<convert::output_comparison>;

comparisons compare(const options& o, const std::vector<std::int64_t>& labels) {
  convert::executor reference{convert::read_model(o.reference)};
  convert::executor quantized{convert::read_file(o.quantized)};
  const std::size_t outputs = reference.model().outputs().size();
  if (quantized.model().outputs().size() != outputs ||
      quantized.sample_size() != reference.sample_size()) {
    throw convert::convert_error("the models have " + std::to_string(outputs) + " and " +
                                 std::to_string(quantized.model().outputs().size()) +
                                 " outputs, and samples of " +
                                 std::to_string(reference.sample_size()) + " and " +
                                 std::to_string(quantized.sample_size()) + " values");
  }
  convert::samples samples{o.data, reference.sample_size()};
  if (!labels.empty() && labels.size() != samples.count()) {
    throw convert::convert_error(o.labels + ": " + std::to_string(labels.size()) + " labels for " +
                                 std::to_string(samples.count()) + " samples");
  }
  comparisons result(outputs);
  report::progress_bar progress{"validate"};
  for (std::size_t i = 0; i < samples.count(); ++i) {
    reference.run(samples[i]);
    quantized.run(samples[i]);
    for (std::size_t k = 0; k < outputs; ++k) {
      // Labels are about the first output: the classifier's.
      if (k == 0 && !labels.empty()) {
        result[k].see(reference.output(k), quantized.output(k), labels[i]);
      } else {
        result[k].see(reference.output(k), quantized.output(k));
      }
    }
    progress.update(static_cast<double>(i + 1) / static_cast<double>(samples.count()));
  }
  return result;
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

void print_json(const comparisons& all, bool labelled) {
  // The first output's figures stand on top, where most models have all of theirs.
  nlohmann::ordered_json j{{"samples", all.empty() ? 0 : all[0].samples()}};
  if (!all.empty()) j.update(to_json(all[0], labelled));
  j["outputs"] = nlohmann::ordered_json::array();
  for (std::size_t k = 0; k < all.size(); ++k)
    j["outputs"].push_back(to_json(all[k], labelled && k == 0));
  std::puts(j.dump(2).c_str());
}

void print_text(const comparisons& all, bool labelled) {
  for (std::size_t k = 0; k < all.size(); ++k) {
    const convert::output_comparison& c = all[k];
    std::printf("output %zu, %llu samples\n", k, static_cast<unsigned long long>(c.samples()));
    if (labelled && k == 0) {
      std::printf("  accuracy     float %.2f %%, quantized %.2f %% (%+.2f points)\n",
                  100 * c.reference_accuracy(), 100 * c.other_accuracy(),
                  100 * (c.other_accuracy() - c.reference_accuracy()));
    }
    std::printf("  RMSE         %.6g\n  MAE          %.6g\n  relative L2  %.6g\n", c.sums().rmse(),
                c.sums().mae(), c.sums().relative_l2());
    std::printf("  cosine       %.6f\n  SQNR         %.1f dB\n  agreement    %.2f %% of arg-max\n",
                c.sums().cosine(), c.sums().sqnr(), 100 * c.agreement());
  }
}

void validate(const options& o) {
  std::vector<std::int64_t> labels;
  if (!o.labels.empty()) labels = convert::read_labels(o.labels);
  const comparisons all = compare(o, labels);
  o.json ? print_json(all, !labels.empty()) : print_text(all, !labels.empty());
}

}  // namespace

void add_validate(CLI::App& app) {
  auto o = std::make_shared<options>();
  CLI::App* command =
      app.add_subcommand("validate", "Compare a quantized model with its float original");
  command->add_option("FLOAT", o->reference, "float model: .tflite, or Keras .h5")->required();
  command->add_option("QUANT", o->quantized, "quantized .tflite model")->required();
  command->add_option("--data", o->data, "samples (.npy, float32) as the float model takes them")
      ->required();
  command->add_option("--labels", o->labels,
                      "the true classes (.npy, integers): adds the accuracy of both");
  command->add_flag("--json", o->json, "print one JSON object instead of text");
  command->callback([o] { validate(*o); });
}
