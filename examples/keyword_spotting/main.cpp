// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// octet-keyword-spotting: speech features and a keyword model in, the word and its score per clip
// out.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <exception>
#include <stdexcept>
#include <string>
#include <vector>

#include "octet/convert/error.hpp"
#include "octet/convert/executor.hpp"
#include "octet/convert/npy.hpp"

namespace {

octet::convert::executor load(const std::string& path) {
  try {
    return octet::convert::executor(octet::convert::read_file(path));
  } catch (const octet::convert::convert_error& e) {
    throw octet::convert::convert_error(path + ": " + e.what());
  }
}

// The classes of the MLPerf Tiny keyword model, in the order of its output.
const std::array<std::string, 12> words{"down",  "go",   "left", "no",  "off",     "on",
                                        "right", "stop", "up",   "yes", "silence", "unknown"};

void spot(const std::string& model_path, const std::string& features_path,
          const std::string& labels_path) {
  octet::convert::executor model = load(model_path);
  const octet::tensor_info in = model.model().tensor(model.model().inputs()[0]);
  const octet::tensor_info out = model.model().tensor(model.model().outputs()[0]);
  if (model.model().inputs().size() != 1 || model.model().outputs().size() != 1 ||
      in.type != octet::tensor_type::int8 || out.type != octet::tensor_type::int8 ||
      out.shape.count() != words.size()) {
    throw std::runtime_error(model_path + ": is not an int8 model of " +
                             std::to_string(words.size()) + " keywords");
  }
  const octet::convert::npy_array features = octet::convert::read_npy(features_path);
  if (features.type != in.type || features.bytes_per_sample() != in.bytes()) {
    throw std::runtime_error(features_path + ": clips must be int8" +
                             octet::convert::to_string(in.shape));
  }
  std::vector<std::int64_t> labels;
  if (!labels_path.empty()) labels = octet::convert::read_labels(labels_path);
  if (!labels_path.empty() && labels.size() != features.samples()) {
    throw std::runtime_error(labels_path + ": " + std::to_string(labels.size()) + " labels for " +
                             std::to_string(features.samples()) + " clips");
  }
  std::size_t right = 0;
  for (std::size_t i = 0; i < features.samples(); ++i) {
    std::array<std::int8_t, words.size()> scores{};
    std::array<std::uint8_t, words.size()> raw{};
    model.run_bytes(features.sample(i), raw);
    std::memcpy(scores.data(), raw.data(), raw.size());
    const auto best = std::max_element(scores.begin(), scores.end());
    const auto word = static_cast<std::size_t>(best - scores.begin());
    const double score = double{out.scale()} * (*best - out.zero_point());
    std::printf("%zu\t%s\t%.3f", i, words[word].c_str(), score);
    if (!labels.empty()) {
      const auto label = static_cast<std::size_t>(labels[i]);
      if (label >= words.size())
        throw std::runtime_error(labels_path + ": label " + std::to_string(labels[i]) +
                                 " is not one of the " + std::to_string(words.size()) + " words");
      right += label == word;
      std::printf("\t%s", label == word ? "" : ("was " + words[label]).c_str());
    }
    std::puts("");
  }
  if (labels.empty() || features.samples() == 0) return;
  std::printf("accuracy: %.2f %% (%zu of %zu)\n",
              100.0 * static_cast<double>(right) / static_cast<double>(features.samples()), right,
              features.samples());
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Says which keyword each clip holds.", "octet-keyword-spotting"};
  std::string model, features, labels;
  app.add_option("MODEL", model, "int8 keyword model of MLPerf Tiny (.tflite)")->required();
  app.add_option("FEATURES", features, "49x10 features of each clip (.npy, int8)")->required();
  app.add_option("--labels", labels, "the true classes (.npy, integers): prints the accuracy too");
  CLI11_PARSE(app, argc, argv);
  try {
    spot(model, features, labels);
  } catch (const std::exception& e) {
    std::fprintf(stderr, "octet-keyword-spotting: %s\n", e.what());
    return 2;
  }
  return 0;
}
