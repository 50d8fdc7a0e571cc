// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// octet-keyword-spotting: speech, or features of it, and a keyword model in, the word and its score
// per clip out; and what the firmware's audio.cpp compares with.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "features.hpp"
#include "octet/convert/error.hpp"
#include "octet/convert/executor.hpp"
#include "octet/convert/file.hpp"
#include "octet/convert/npy.hpp"
#include "wav.hpp"
#include "words.hpp"

namespace {

octet::convert::executor load(const std::string& path) {
  return octet::convert::with_path(
      path, [&] { return octet::convert::executor(octet::convert::read_file(path)); });
}

using keyword_spotting::words;

/// A model that tells the words apart, and what it takes and gives.
class word_model {
 public:
  explicit word_model(const std::string& path) : model_(load(path)) {
    const octet::graph& g = model_.model();
    if (g.inputs().size() != 1 || g.outputs().size() != 1 ||
        input().type != octet::tensor_type::int8 || output().type != octet::tensor_type::int8 ||
        output().shape.count() != words.size()) {
      throw std::runtime_error(path + ": is not an int8 model of " + std::to_string(words.size()) +
                               " keywords");
    }
  }

  octet::tensor_info input() const { return model_.model().tensor(model_.model().inputs()[0]); }

  /// Prints what clip `i` says and the score; returns the word.
  std::size_t name(std::size_t i, std::span<const std::uint8_t> features) {
    model_.run_bytes(features, scores_);
    const auto code = [](std::uint8_t byte) { return static_cast<std::int8_t>(byte); };
    const auto best = std::ranges::max_element(scores_, {}, code);
    const auto word = static_cast<std::size_t>(best - scores_.begin());
    const double score = double{output().scale()} * (code(*best) - output().zero_point());
    std::printf("%zu\t%s\t%.3f", i, words[word], score);
    return word;
  }

  /// The codes of the last clip's scores.
  std::span<const std::uint8_t> scores() const { return scores_; }

 private:
  octet::tensor_info output() const { return model_.model().tensor(model_.model().outputs()[0]); }

  octet::convert::executor model_;
  std::array<std::uint8_t, words.size()> scores_{};
};

void spot_features(const std::string& model_path, const std::string& features_path,
                   const std::string& labels_path) {
  word_model model(model_path);
  const octet::tensor_info in = model.input();
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
    const std::size_t word = model.name(i, features.sample(i));
    if (!labels.empty()) {
      const auto label = static_cast<std::size_t>(labels[i]);
      if (label >= words.size())
        throw std::runtime_error(labels_path + ": label " + std::to_string(labels[i]) +
                                 " is not one of the " + std::to_string(words.size()) + " words");
      right += label == word;
      std::printf("\t%s", label == word ? "" : (std::string("was ") + words[label]).c_str());
    }
    std::puts("");
  }
  if (labels.empty() || features.samples() == 0) return;
  std::printf("accuracy: %.2f %% (%zu of %zu)\n",
              100.0 * static_cast<double>(right) / static_cast<double>(features.samples()), right,
              features.samples());
}

/// Clips for the firmware, and what it must make of them.
struct firmware_files {
  std::vector<std::uint8_t> samples;   ///< 16-bit, little-endian, whole seconds
  std::vector<std::uint8_t> expected;  ///< of each second the features, then the scores

  void add_audio(std::span<const std::int16_t> audio) {
    for (const std::int16_t sample : audio) {
      samples.push_back(static_cast<std::uint8_t>(sample & 0xff));
      samples.push_back(static_cast<std::uint8_t>(sample >> 8 & 0xff));
    }
    constexpr std::size_t second = 2 * keyword_spotting::clip_samples;
    samples.resize((samples.size() + second - 1) / second * second);
  }

  void write(const std::filesystem::path& folder) const {
    std::filesystem::create_directories(folder);
    octet::convert::write_file(folder / "samples.bin", samples);
    octet::convert::write_file(folder / "expected.bin", expected);
  }
};

void spot_wav(const std::string& model_path, const std::vector<std::string>& wav_paths,
              const std::string& output) {
  word_model model(model_path);
  const octet::tensor_info in = model.input();
  if (in.bytes() != keyword_spotting::clip_features) {
    throw std::runtime_error(model_path + ": takes " + std::to_string(in.bytes()) +
                             " features, a second of audio has " +
                             std::to_string(keyword_spotting::clip_features));
  }
  firmware_files files;
  std::size_t i = 0;
  for (const std::string& path : wav_paths) {
    const auto audio = keyword_spotting::read_wav(path, keyword_spotting::clip_samples);
    files.add_audio(audio);
    for (const auto& clip :
         keyword_spotting::clip_features_of(audio, {in.scale(), in.zero_point()})) {
      std::array<std::uint8_t, keyword_spotting::clip_features> bytes{};
      std::ranges::copy(clip, bytes.begin());
      model.name(i++, bytes);
      std::puts("");
      files.expected.insert(files.expected.end(), bytes.begin(), bytes.end());
      const auto scores = model.scores();
      files.expected.insert(files.expected.end(), scores.begin(), scores.end());
    }
  }
  if (!output.empty()) files.write(output);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Says which keyword each clip holds.", "octet-keyword-spotting"};
  std::string model, features, labels, output;
  std::vector<std::string> wavs;
  app.add_option("MODEL", model, "int8 keyword model of MLPerf Tiny (.tflite)")->required();
  auto* npy = app.add_option("FEATURES", features, "49x10 features of each clip (.npy, int8)");
  auto* audio = app.add_option("--wav", wavs,
                               "audio instead: 16-bit PCM, one channel, 16000 samples a second; "
                               "every second of it is a clip; may be repeated")
                    ->excludes(npy)
                    ->allow_extra_args(false);
  app.add_option("--labels", labels, "the true classes (.npy, integers): prints the accuracy too")
      ->excludes(audio);
  app.add_option("--output", output,
                 "folder for samples.bin and expected.bin, which examples/firmware/audio.cpp takes")
      ->needs(audio);
  try {
    app.parse(argc, argv);
    if (npy->empty() && audio->empty()) throw std::runtime_error("FEATURES or --wav is required");
    if (audio->empty()) {
      spot_features(model, features, labels);
    } else {
      spot_wav(model, wavs, output);
    }
    return 0;
  } catch (const CLI::ParseError& e) {
    if (e.get_exit_code() == 0) return app.exit(e);  // --help
    std::fprintf(stderr, "octet-keyword-spotting: %s\n", e.what());
  } catch (const std::exception& e) {
    std::fprintf(stderr, "octet-keyword-spotting: %s\n", e.what());
  }
  return 2;
}
