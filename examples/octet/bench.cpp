// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// octet bench: how long each operator of a model takes on this machine.
#include <fmt/format.h>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "commands.hpp"
#include "drawn_inputs.hpp"
#include "octet/convert/error.hpp"
#include "octet/convert/executor.hpp"
#include "octet/convert/model_file.hpp"
#include "octet/kernels/backend/simd/select.hpp"
#include "octet/model/macc.hpp"
#include "octet/report/model_time.hpp"
#include "octet/report/peak.hpp"
#include "octet/report/table.hpp"
#include "progress.hpp"
#include "tensor_file.hpp"

namespace {

using octet::convert::executor;
using octet::report::model_time;

struct bench_arguments {
  std::string model, input, target;
  double seconds = 1;
  std::int32_t threads = 1;
  bool json = false;
};

/// What was measured.
struct measurement {
  octet::simd_target target{};
  double peak_gmacs = 0;
  std::int32_t threads = 1;
  model_time simd{}, scalar{};
};

std::vector<std::uint8_t> read_input(const bench_arguments& o, const executor& model) {
  if (o.input.empty()) return draw_inputs(model.model(), 1);
  std::vector<std::uint8_t> bytes =
      read_tensors(o.input, model.model(), model.model().inputs(), "input");
  if (bytes.size() < model.input_bytes()) {
    throw std::runtime_error(o.input + ": " + std::to_string(bytes.size()) +
                             " bytes are less than an input of " +
                             std::to_string(model.input_bytes()) + " bytes");
  }
  bytes.resize(model.input_bytes());
  return bytes;
}

octet::simd_target chosen_target(const bench_arguments& o) {
  if (o.target.empty()) return octet::best_target();
  const auto target = octet::simd_target_named(o.target);
  if (!target || !octet::has_target(*target))
    throw std::runtime_error("this machine has no target " + o.target);
  return *target;
}

double gmacs(std::uint64_t macc, double ns) { return ns > 0 ? static_cast<double>(macc) / ns : 0; }

void print_json(const octet::graph& model, const measurement& m) {
  nlohmann::ordered_json j{{"target", name_of(m.target)},
                           {"peak_gmacs", m.peak_gmacs},
                           {"rounds", m.simd.rounds},
                           {"threads", m.threads},
                           {"macc", macc_of(model)},
                           {"ns", m.simd.ns},
                           {"median_ns", m.simd.median_ns},
                           {"gmacs", gmacs(macc_of(model), m.simd.ns)},
                           {"scalar_ns", m.scalar.ns},
                           {"scalar_ratio", m.scalar.ns / m.simd.ns},
                           {"operators", nlohmann::ordered_json::array()}};
  for (std::int32_t i = 0; i < model.node_count(); ++i) {
    const octet::node op = model.node(i);
    const double ns = m.simd.operators_ns[static_cast<std::size_t>(i)];
    const double rate = gmacs(macc_of(model, op), ns);
    j["operators"].push_back({{"index", i},
                              {"type", name_of(op.code)},
                              {"macc", macc_of(model, op)},
                              {"ns", ns},
                              {"gmacs", rate},
                              {"peak_share", m.peak_gmacs > 0 ? rate / m.peak_gmacs : 0},
                              {"scalar_ns", m.scalar.operators_ns[static_cast<std::size_t>(i)]}});
  }
  std::puts(j.dump(2).c_str());
}

void print_text(const octet::graph& model, const measurement& m) {
  octet::report::text_table table(
      {"#", "operator", "output", "us", "% time", "macc", "GMAC/s", "% peak", "x scalar"});
  const auto share = [](double part, double whole) {
    return whole > 0 ? fmt::format("{:.1f}", 100 * part / whole) : std::string();
  };
  double sum = 0;
  for (const double ns : m.simd.operators_ns) sum += ns;
  const auto add = [&](std::string index, std::string name, std::string shape, std::uint64_t macc,
                       double ns, double scalar_ns, double whole) {
    const bool counts = macc > 0;
    table.add({std::move(index), std::move(name), std::move(shape), fmt::format("{:.2f}", ns / 1e3),
               share(ns, whole), octet::report::grouped(macc),
               counts ? fmt::format("{:.1f}", gmacs(macc, ns)) : "",
               counts ? share(gmacs(macc, ns), m.peak_gmacs) : "",
               fmt::format("{:.1f}", scalar_ns / ns)});
  };
  for (std::int32_t i = 0; i < model.node_count(); ++i) {
    const octet::node op = model.node(i);
    const auto at = static_cast<std::size_t>(i);
    add(std::to_string(i), std::string(name_of(op.code)),
        octet::convert::to_string(model.tensor(op.output(0)).shape), macc_of(model, op),
        m.simd.operators_ns[at], m.scalar.operators_ns[at], sum);
  }
  add("", "all", "", macc_of(model), m.simd.ns, m.scalar.ns, m.simd.ns);
  std::fputs(table.text().c_str(), stdout);
  fmt::print("\ntarget {}, peak {:.1f} GMAC/s of int8; the fastest of {} rounds, {}\n",
             name_of(m.target), m.peak_gmacs, m.simd.rounds,
             m.threads == 1 ? "one thread" : fmt::format("{} threads", m.threads));
}

void bench(const bench_arguments& o) {
  const std::vector<std::uint8_t> file = octet::convert::read_model(o.model);
  measurement m{.target = chosen_target(o)};
  const auto load = [&](const octet::simd_options& how) {
    return octet::convert::with_path(o.model, [&] { return executor(file, how); });
  };
  executor model = load({.target = m.target, .threads = o.threads}),
           scalar = load({.enabled = false});
  const std::vector<std::uint8_t> input = read_input(o, model);
  {
    terminal_bar bar("bench");
    m.peak_gmacs = octet::report::peak_gmacs(m.target);
    m.simd = octet::report::time_model(
        model, input, o.seconds, [&](double part) { bar.update(part / 2); }, o.threads);
    m.scalar = octet::report::time_model(scalar, input, o.seconds,
                                         [&](double part) { bar.update((1 + part) / 2); });
  }
  m.threads = o.threads;
  o.json ? print_json(model.model(), m) : print_text(model.model(), m);
}

}  // namespace

void add_bench(CLI::App& app) {
  auto o = std::make_shared<bench_arguments>();
  CLI::App* command = app.add_subcommand(
      "bench", "Time each operator of a model, with SIMD and with scalar kernels");
  command->add_option("MODEL", o->model, "model: .tflite, or Keras .h5")->required();
  command->add_option("--input", o->input,
                      "what to run it over, as in octet run; random unless given");
  command
      ->add_option("--target", o->target,
                   "SIMD target: portable, sse4, avx2 ...; the machine's best unless given")
      ->type_name("NAME");
  command->add_option("--threads", o->threads, "how many run the larger layers with SIMD")
      ->check(CLI::Range(1, 64))
      ->capture_default_str();
  command->add_option("--seconds", o->seconds, "how long to measure, SIMD and scalar each")
      ->check(CLI::Range(0.01, 3600.0))
      ->capture_default_str();
  command->add_flag("--json", o->json, "print one JSON object instead of a table");
  command->callback([o] { bench(*o); });
}
