// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// octet analyze: what a model consists of and what it costs.
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "commands.hpp"
#include "octet/convert/error.hpp"
#include "octet/convert/executor.hpp"
#include "octet/convert/model_file.hpp"
#include "octet/report/analysis.hpp"
#include "octet/report/table.hpp"

namespace {

using octet::graph;
using octet::tensor_info;
using octet::report::model_cost;

struct analyze_arguments {
  std::string model;
  bool json = false;
};

/// "ai_i8, scale=0.0039, zero_point=-128": activation or weight, its code, its parameters.
std::string format_of(const tensor_info& t) {
  const char* code = nullptr;
  switch (t.type) {
    case octet::tensor_type::int8:
      code = "i8";
      break;
    case octet::tensor_type::uint8:
      code = "u8";
      break;
    case octet::tensor_type::int16:
      code = "i16";
      break;
    default:
      return std::string(name_of(t.type));
  }
  std::string text = std::string(t.is_constant() ? "wi_" : "ai_") + code;
  if (!t.is_quantized()) return text;
  char number[64];
  if (t.scales.size() > 1) return text + ", " + std::to_string(t.scales.size()) + " scales";
  std::snprintf(number, sizeof number, ", scale=%.9g, zero_point=%d", double{t.scale()},
                t.zero_point());
  return text + number;
}

nlohmann::ordered_json tensors_json(const graph& model,
                                    const octet::flatbuffer::vector<std::int32_t>& tensors) {
  auto list = nlohmann::ordered_json::array();
  for (std::size_t i = 0; i < tensors.size(); ++i) {
    const tensor_info t = model.tensor(tensors[i]);
    nlohmann::ordered_json j{{"name", octet::convert::to_string(t.name)},
                             {"type", name_of(t.type)}};
    j["shape"] = nlohmann::ordered_json::array();
    for (std::int32_t a = 0; a < t.shape.rank; ++a) j["shape"].push_back(t.shape[a]);
    j["scale"] = t.is_quantized() ? nlohmann::ordered_json(t.scale()) : nlohmann::ordered_json();
    j["zero_point"] =
        t.is_quantized() ? nlohmann::ordered_json(t.zero_point()) : nlohmann::ordered_json();
    list.push_back(std::move(j));
  }
  return list;
}

void print_json(const graph& model, const model_cost& cost) {
  nlohmann::ordered_json j{{"arena_bytes", cost.arena.total()},
                           {"arena_bytes_simd", cost.simd_arena.total()},
                           {"activations_bytes", cost.arena.activations},
                           {"activations_lower_bound", cost.arena.lower_bound},
                           {"activations_without_inputs", cost.arena.activations_without_inputs},
                           {"macc", cost.macc},
                           {"params", cost.params},
                           {"weights_bytes", cost.weights_bytes},
                           {"file_bytes", model.file().size()},
                           {"inputs", tensors_json(model, model.inputs())},
                           {"outputs", tensors_json(model, model.outputs())},
                           {"operators", nlohmann::ordered_json::array()}};
  for (const octet::report::operator_cost& c : cost.operators) {
    j["operators"].push_back({{"index", c.index},
                              {"type", name_of(c.type)},
                              {"macc", c.macc},
                              {"weights_bytes", c.weights_bytes},
                              {"accumulator_bound", c.accumulator_bound}});
  }
  // Names in a hostile file need not be UTF-8.
  std::puts(j.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace).c_str());
}

void print_tensors(const char* title, const graph& model,
                   const octet::flatbuffer::vector<std::int32_t>& tensors) {
  for (std::size_t i = 0; i < tensors.size(); ++i) {
    const tensor_info t = model.tensor(tensors[i]);
    std::printf("%-15s: %s [%zu items, %zu B, %s, %s]\n", title,
                octet::convert::to_line(t.name).c_str(), t.shape.count(), t.bytes(),
                format_of(t).c_str(), octet::convert::to_string(t.shape).c_str());
  }
}

void print_text(const graph& model, const model_cost& cost) {
  octet::report::text_table table{
      {"#", "operator", "inputs", "output", "format", "macc", "weights B", "accumulator"}};
  for (const octet::report::operator_cost& c : cost.operators) {
    std::string inputs;
    for (const std::int32_t id : c.inputs) {
      inputs += (inputs.empty() ? "" : " ") + octet::convert::to_string(model.tensor(id).shape);
    }
    for (std::size_t i = 0; i < c.outputs.size(); ++i) {
      const tensor_info out = model.tensor(c.outputs[i]);
      if (i == 0) {
        table.add(
            {std::to_string(c.index), std::string(name_of(c.type)), inputs,
             octet::convert::to_string(out.shape), format_of(out), octet::report::grouped(c.macc),
             octet::report::grouped(c.weights_bytes),
             c.accumulator_bound == 0 ? "" : "<= " + octet::report::grouped(c.accumulator_bound)});
      } else {
        table.add({"", "", "", octet::convert::to_string(out.shape), format_of(out), "", "", ""});
      }
    }
  }
  std::fputs(table.text().c_str(), stdout);
  std::puts("");
  print_tensors("input", model, model.inputs());
  print_tensors("output", model, model.outputs());
  const auto line = [](const char* title, const std::string& text) {
    std::printf("%-15s: %s\n", title, text.c_str());
  };
  const auto bytes = [](std::uint64_t n) {
    return octet::report::grouped(n) + " B (" + octet::report::kibibytes(n) + ")";
  };
  const std::uint64_t without = cost.arena.activations_without_inputs;
  line("params #", octet::report::grouped(cost.params) + " items");
  line("macc", octet::report::grouped(cost.macc));
  line("weights (ro)", bytes(cost.weights_bytes));
  line("activations (rw)",
       bytes(cost.arena.activations) + " with inputs inside, " + bytes(without) + " without");
  line("prepared (rw)", bytes(cost.arena.prepared) + " multipliers, options and the plan");
  line("ram (total)",
       bytes(cost.arena.total()) + " = the arena, inputs inside; with inputs outside " +
           octet::report::grouped(without) + " + " + octet::report::grouped(cost.arena.prepared) +
           " + " + octet::report::grouped(cost.input_bytes));
  line("ram (SIMD)", bytes(cost.simd_arena.total()) +
                         " on a machine with SIMD, where weights are packed into the arena");
}

void analyze(const analyze_arguments& o) {
  const std::vector<std::uint8_t> file = octet::convert::read_model(o.model);
  const octet::result<graph> model = graph::open(file);
  if (!model) throw std::runtime_error(o.model + ": " + octet::convert::explain(model.error()));
  const octet::result<octet::arena_need> need = octet::convert::executor_arena_size(*model);
  if (!need) {
    throw std::runtime_error(o.model + ": " + octet::convert::explain(need.error(), &*model));
  }
  model_cost cost = octet::report::analyze(*model, *need);
  const octet::result<octet::arena_need> simd = octet::convert::simd_arena_size(*model);
  if (!simd) {
    throw std::runtime_error(o.model + ": " + octet::convert::explain(simd.error(), &*model));
  }
  cost.simd_arena = *simd;
  o.json ? print_json(*model, cost) : print_text(*model, cost);
}

}  // namespace

void add_analyze(CLI::App& app) {
  auto o = std::make_shared<analyze_arguments>();
  CLI::App* command =
      app.add_subcommand("analyze", "Show a model's operators, formats, work and memory");
  command->add_option("MODEL", o->model, "model: .tflite, or Keras .h5")->required();
  command->add_flag("--json", o->json, "print one JSON object instead of tables");
  command->callback([o] { analyze(*o); });
}
