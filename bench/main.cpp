// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// octet-bench: layers beside their rivals (--layers), or Google Benchmark's rows.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <exception>
#include <fstream>
#include <iostream>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

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

struct command_line {
  octet_bench::layers_options options{.target = octet::best_target()};
  bool models = false;
};

std::vector<octet_bench::layer> layers_named(const std::string& name) {
  if (name == "known") return octet_bench::known_layers();
  std::ifstream file(name);
  if (!file) throw std::runtime_error("cannot read " + name);
  try {
    return octet_bench::read_layers(file);
  } catch (const std::runtime_error& e) {
    throw std::runtime_error(name + ": " + e.what());
  }
}

/// errors   std::runtime_error: what makes no sense
command_line read_options(std::span<char*> words) {
  command_line line;
  octet_bench::layers_options& options = line.options;
  bool layers = false;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string word = words[i];
    const auto value = [&] {
      if (++i == words.size()) throw std::runtime_error(word + " needs a value");
      return std::string(words[i]);
    };
    if (word == "--int16") {
      options.codes = octet_bench::width::int16;
    } else if (word == "--json") {
      options.json = true;
    } else if (word == "--target") {
      const std::string name = value();
      const auto target = octet::simd_target_named(name);
      if (!target || !octet::has_target(*target))
        throw std::runtime_error("this machine has no target " + name);
      options.target = *target;
    } else if (word == "--svg") {
      options.svg = value();
    } else if (word == "--models") {
      line.models = true;
    } else if (word == "--layers") {
      options.layers = layers_named(value());
      layers = true;
    } else {
      throw std::runtime_error("unknown option " + word);
    }
  }
  const bool for_layers =
      layers || !options.svg.empty() || options.codes != octet_bench::width::int8;
  if (line.models && for_layers)
    throw std::runtime_error("--models goes with --target and --json only");
  if (!line.models && options.layers.empty()) throw std::runtime_error("no layers");
  return line;
}

/// Layers or models where the words ask for them.
bool run_own(std::span<char*> words) {
  const auto is_own = [](std::string_view word) {
    return word == "--layers" || word == "--models";
  };
  if (std::none_of(words.begin(), words.end(), is_own)) return false;
  const auto [options, models] = read_options(words);
  if (models) {
    octet_bench::run_models({.target = options.target, .json = options.json}, std::cout);
  } else {
    octet_bench::run_layers(options, std::cout);
  }
  if (!std::cout.flush()) throw std::runtime_error("standard output: cannot be written");
  return true;
}

}  // namespace

int main(int count, char** words) try {
  if (count > 1 && std::string_view(words[1]) == "--help") std::cout << usage << "\n";
  if (run_own({words + 1, words + count})) return 0;
  octet_bench::limit_rivals(octet::best_target());
  benchmark::Initialize(&count, words);
  if (benchmark::ReportUnrecognizedArguments(count, words)) return 2;
  benchmark::RunSpecifiedBenchmarks();
  return 0;
} catch (const std::exception& e) {
  std::cerr << "octet-bench: " << e.what() << "\n";
  return 2;
}
