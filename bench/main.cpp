// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// octet-bench: layers beside their rivals (--layers), or Google Benchmark's rows.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <string_view>

#include "contestant.hpp"
#include "layers.hpp"
#include "models.hpp"
#include "octet/kernels/backend/simd/select.hpp"

namespace {

constexpr std::string_view usage =
    "octet-bench --layers FILE.tsv|known [--int16] [--target NAME] [--json] [--svg FILE]\n"
    "octet-bench --models [--target NAME] [--json]\n"
    "octet-bench [options of Google Benchmark]\n"
    "Layers: each contestant's median of up to 201 short rounds, in which all take turns, in the\n"
    "processor's time of one thread. With --json the fastest of the rounds as well.\n"
    "Rivals that can be are held to the instructions of --target; by default all take what there\n"
    "is. Percents are of the target's dot products alone; of avx512_amx, of vpdpbusd's.\n";

bool has_word(int count, char** words, std::string_view word) {
  return std::find(words + 1, words + count, word) != words + count;
}

/// Empty where the command line makes sense, else what does not.
std::string read_options(int count, char** words, octet_bench::layers_options& options,
                         std::ofstream& svg) {
  options.target = octet::best_target();
  for (int i = 1; i < count; ++i) {
    const std::string_view word = words[i];
    const std::string value = i + 1 < count ? words[i + 1] : "";
    if (word == "--int16") {
      options.codes = octet_bench::width::int16;
    } else if (word == "--json") {
      options.json = true;
    } else if (word == "--target") {
      const auto target = octet::simd_target_named(value);
      if (!target || !octet::has_target(*target)) return "this machine has no target " + value;
      options.target = *target;
      ++i;
    } else if (word == "--svg") {
      svg.open(value);
      if (!svg) return "cannot write " + value;
      options.svg = &svg;
      ++i;
    } else if (word == "--models") {
      continue;
    } else if (word == "--layers") {
      std::ifstream file(value);
      if (value != "known" && !file) return "cannot read " + value;
      options.layers =
          value == "known" ? octet_bench::known_layers() : octet_bench::read_layers(file);
      ++i;
    } else {
      return "unknown option " + std::string(word);
    }
  }
  return options.layers.empty() && !has_word(count, words, "--models") ? "no layers" : "";
}

}  // namespace

int main(int count, char** words) {
  if (count > 1 && std::string_view(words[1]) == "--help") std::cout << usage << "\n";
  const bool models = has_word(count, words, "--models");
  if (models || has_word(count, words, "--layers")) {
    octet_bench::layers_options options;
    std::ofstream svg;
    if (const std::string wrong = read_options(count, words, options, svg); !wrong.empty()) {
      std::cerr << "octet-bench: " << wrong << "\n" << usage;
      return 2;
    }
    if (models) {
      octet_bench::run_models({.target = options.target, .json = options.json}, std::cout);
    } else {
      octet_bench::run_layers(options, std::cout);
    }
    return 0;
  }
  octet_bench::limit_rivals(octet::best_target());
  benchmark::Initialize(&count, words);
  if (benchmark::ReportUnrecognizedArguments(count, words)) return 2;
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
