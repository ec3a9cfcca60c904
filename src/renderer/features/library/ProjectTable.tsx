import type { ProjectSummary } from '../../../shared/ipc.ts'
import { count } from '../../words/numbers.ts'

export interface ProjectTableProps {
  readonly projects: readonly ProjectSummary[]
}

export function ProjectTable({ projects }: ProjectTableProps) {
  return (
    <div className="project-table">
      <table data-testid="projects">
        <thead>
          <tr>
            <th scope="col">project</th>
            <th scope="col">sets</th>
            <th scope="col">decided</th>
            <th scope="col">singles</th>
          </tr>
        </thead>
        <tbody>
          {projects.map(({ name, images, sets, decided, singles }) => (
            <tr key={name} title={`${count(images)} images`}>
              <th scope="row">{name}</th>
              <td>{count(sets)}</td>
              <td>{count(decided)}</td>
              <td>{count(singles)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
